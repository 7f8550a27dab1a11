package io.melolog.worker.app;

import io.melolog.worker.remote.RemoteSettings;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The external separator, {@code external@1}; {@link RemoteSettings} says what each is and checks them.
 *
 * @param url {@code melolog.separator.url}: its address; there is none by default
 * @param token {@code melolog.separator.token}: sent to it and to nobody else; never logged
 */
record SeparatorProperties(
        @Nullable URI url,
        @Nullable String token,
        @DefaultValue("5s") Duration connectTimeout,
        @DefaultValue("10m") Duration responseTimeout,
        @DefaultValue("30m") Duration totalTimeout,
        @DefaultValue("4") int attempts,
        @DefaultValue("1GB") DataSize maxBytes,
        @DefaultValue("60s") Duration stallTimeout,
        @DefaultValue("1s") Duration firstPause,
        @DefaultValue("60s") Duration longestPause,
        @DefaultValue("5") int breakerFailures,
        @DefaultValue("30s") Duration breakerPause,
        @DefaultValue Set<String> downloadHosts) {

    /** Empty without an address. @throws IllegalArgumentException when one of them cannot be used; names the property */
    Optional<RemoteSettings> toSettings() {
        URI address = url;
        if (address == null || address.toString().isBlank()) {
            return Optional.empty();
        }
        return Optional.of(new RemoteSettings(
                address,
                connectTimeout,
                responseTimeout,
                totalTimeout,
                attempts,
                maxBytes.toBytes(),
                token == null || token.isBlank() ? null : token,
                stallTimeout,
                firstPause,
                longestPause,
                breakerFailures,
                breakerPause,
                downloadHosts));
    }

    /** Hides the token, and what the address may tell. */
    @Override
    public String toString() {
        return "Separator[" + (url == null ? "none" : url.getHost()) + "]";
    }
}
