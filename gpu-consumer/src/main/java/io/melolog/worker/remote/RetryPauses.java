package io.melolog.worker.remote;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How long to wait before asking again: doubling, with jitter so that workers do not come back together, and never less than asked for. */
final class RetryPauses {
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");
    private static final int MOST_DOUBLINGS = 20;
    private static final double LEAST_SHARE = 0.5;

    private final Duration first;
    private final Duration longest;
    private final RandomGenerator random;

    RetryPauses(Duration first, Duration longest, RandomGenerator random) {
        this.first = first;
        this.longest = longest;
        this.random = random;
    }

    /**
     * @param attempt that failed, from 1
     * @param retryAfter what the service asked for, if anything
     * @return at most the longest pause
     */
    Duration after(int attempt, @Nullable Duration retryAfter) {
        Duration doubled = shorter(first.multipliedBy(1L << Math.min(attempt - 1, MOST_DOUBLINGS)), longest);
        double share = LEAST_SHARE + (1 - LEAST_SHARE) * random.nextDouble();
        Duration own = Duration.ofNanos((long) (doubled.toNanos() * share));
        return retryAfter == null || own.compareTo(retryAfter) >= 0 ? own : shorter(retryAfter, longest);
    }

    /** A Retry-After header: seconds or a date. Empty for anything else and for the past. */
    static Optional<Duration> parse(String retryAfter, Instant now) {
        String value = retryAfter.strip();
        if (SECONDS.matcher(value).matches()) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(value)));
        }
        try {
            Instant at = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return Optional.of(Duration.between(now, at)).filter(Duration::isPositive);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }
}
