package io.melolog.worker.remote;

import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How to reach the external separator; each is a property {@code melolog.separator.*}, see docs/separation.md.
 *
 * @param url {@code url}: the service's address, http or https; {@code /v2/tracks/analyze} is appended unless it is there
 * @param connectTimeout {@code connect-timeout}: until a connection stands, above 0
 * @param responseTimeout {@code response-timeout}: from the last byte sent to the first of the answer, above 0. The service separates meanwhile
 * @param totalTimeout {@code total-timeout}: for a whole separation with every retry and pause, above 0
 * @param attempts {@code attempts}: requests at most for the analysis, and again for the download; 1 or more
 * @param maxBytes {@code max-bytes}: longest vocals file that is accepted, above 0
 * @param bearerToken {@code token}: sent to the service's own address only; none when null
 * @param stallTimeout {@code stall-timeout}: longest rest between two pieces of a body, either way, above 0
 * @param firstPause {@code first-pause}: before the second attempt; it doubles from there; 0 or more
 * @param longestPause {@code longest-pause}: bound of pauses and of what Retry-After may ask for; at least {@code firstPause}
 * @param breakerFailures {@code breaker-failures}: failed requests in a row after which the service is left alone, 1 or more
 * @param breakerPause {@code breaker-pause}: for how long, above 0; then a single request probes it
 * @param downloadHosts {@code download-hosts}: {@code host} or {@code host:port} from which vocals may come beside the service's own
 */
public record RemoteSettings(
        URI url,
        Duration connectTimeout,
        Duration responseTimeout,
        Duration totalTimeout,
        int attempts,
        long maxBytes,
        @Nullable String bearerToken,
        Duration stallTimeout,
        Duration firstPause,
        Duration longestPause,
        int breakerFailures,
        Duration breakerPause,
        Set<String> downloadHosts) {
    private static final String PATH = "/v2/tracks/analyze";
    private static final int HIGHEST_PORT = 65_535;
    private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e]+");
    private static final Pattern HOST = Pattern.compile("([a-z0-9.-]+|\\[[0-9a-f:.]+])(:[0-9]{1,5})?");

    public RemoteSettings {
        check(isHttp(url), "url", "an http or https address with a host, and without user, query and fragment");
        check(isPositive(connectTimeout), "connect-timeout", "above 0");
        check(isPositive(responseTimeout), "response-timeout", "above 0");
        check(isPositive(totalTimeout), "total-timeout", "above 0");
        check(attempts >= 1, "attempts", "1 or more");
        check(maxBytes > 0, "max-bytes", "above 0");
        check(bearerToken == null || TOKEN.matcher(bearerToken).matches(), "token", "printable ASCII without spaces");
        check(isPositive(stallTimeout), "stall-timeout", "above 0");
        check(!firstPause.isNegative(), "first-pause", "0 or more");
        check(longestPause.compareTo(firstPause) >= 0, "longest-pause", "at least first-pause");
        check(breakerFailures >= 1, "breaker-failures", "1 or more");
        check(isPositive(breakerPause), "breaker-pause", "above 0");
        downloadHosts = Set.copyOf(downloadHosts.stream()
                .map(host -> host.strip().toLowerCase(Locale.ROOT))
                .toList());
        check(
                downloadHosts.stream().allMatch(host -> HOST.matcher(host).matches()),
                "download-hosts",
                "host or host:port");
    }

    /** Where recordings are sent. */
    URI endpoint() {
        String base = url.toString().replaceAll("/+$", "");
        return URI.create(base.endsWith(PATH) ? base : base + PATH);
    }

    /** Hides the token, and what the address may tell. */
    @Override
    public String toString() {
        return "RemoteSettings[" + url.getHost() + "]";
    }

    private static boolean isHttp(URI url) {
        return ("http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme()))
                && url.getHost() != null
                && url.getPort() <= HIGHEST_PORT
                && url.getRawUserInfo() == null
                && url.getRawQuery() == null
                && url.getRawFragment() == null;
    }

    private static boolean isPositive(Duration duration) {
        return duration.isPositive();
    }

    private static void check(boolean holds, String property, String range) {
        if (!holds) {
            throw new IllegalArgumentException("melolog.separator." + property + " must be " + range);
        }
    }
}
