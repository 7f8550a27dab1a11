package io.melolog.ingest.edge;

import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How browsers are dealt with.
 *
 * @param allowedOrigins pages of these may call the API, such as {@code https://app.example.org}; {@code *} for any
 * @param onlyLoopbackHosts whether requests must name this machine: where no key is asked for
 * @param hsts how long browsers shall use https only; null where the server is not behind https
 */
public record EdgeProperties(
        Set<String> allowedOrigins,
        boolean onlyLoopbackHosts,
        @Nullable Duration hsts) {
    static final String ANY_ORIGIN = "*";

    public EdgeProperties {
        allowedOrigins = Set.copyOf(allowedOrigins);
        for (String origin : allowedOrigins) {
            if (!origin.equals(ANY_ORIGIN) && !origin.matches("https?://[A-Za-z0-9.\\[\\]:-]+")) {
                throw new IllegalArgumentException("melolog.http.cors.allowed-origins holds addresses without a path,"
                        + " such as https://app.example.org, not " + origin);
            }
        }
        if (onlyLoopbackHosts && allowedOrigins.contains(ANY_ORIGIN)) {
            throw new IllegalArgumentException("melolog.http.cors.allowed-origins=* needs melolog.auth.mode=keys:"
                    + " without keys, every page that somebody opens on this machine could use the server");
        }
    }

    boolean allows(String origin) {
        return allowedOrigins.contains(ANY_ORIGIN) || allowedOrigins.contains(origin);
    }
}
