package io.melolog.ingest.job;

import io.melolog.ingest.problem.ProblemCode;
import io.melolog.ingest.problem.ProblemException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How long a client is willing to wait for an answer: the header {@code Prefer: wait=N} (RFC 7240), or the query {@code wait=N}. */
public final class WaitWish {
    /** More digits than any wait needs; what is longer is cut to what is allowed anyway. */
    private static final Pattern PREFERENCE =
            Pattern.compile("(?i)\\s*wait\\s*=\\s*(?:(\\d{1,9})|\"(\\d{1,9})\")\\s*(?:;.*)?");

    private static final Pattern SECONDS = Pattern.compile("\\d{1,9}");

    private WaitWish() {}

    /** The first preference of that name, as the RFC has it; empty when there is none that can be understood. */
    public static Optional<Duration> preferred(List<String> preferHeaders) {
        return preferHeaders.stream()
                .flatMap(header -> List.of(header.split(",")).stream())
                .map(PREFERENCE::matcher)
                .filter(Matcher::matches)
                .findFirst()
                .map(wait -> wait.group(1) == null ? wait.group(2) : wait.group(1))
                .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)));
    }

    /** @throws ProblemException {@code invalid_parameter} for anything but a whole number of seconds */
    static Duration asked(@Nullable String query) {
        if (query == null || query.isEmpty()) {
            return Duration.ZERO;
        }
        if (!SECONDS.matcher(query).matches()) {
            throw ProblemException.of(ProblemCode.INVALID_PARAMETER, "wait is a whole number of seconds.");
        }
        return Duration.ofSeconds(Long.parseLong(query));
    }
}
