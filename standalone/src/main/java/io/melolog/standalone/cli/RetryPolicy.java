package io.melolog.standalone.cli;

import io.melolog.standalone.server.CannotServeException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystemException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How long to insist.
 *
 * @param maxSilence how long a server may give no answer at all, from the first time
 * @param maxBusy how long a server may say that it is busy
 * @param pause between attempts when the server names none
 */
record RetryPolicy(Duration maxSilence, Duration maxBusy, Duration pause) {
    static final RetryPolicy DEFAULT =
            new RetryPolicy(Duration.ofSeconds(30), Duration.ofMinutes(10), Duration.ofSeconds(1));
    private static final long MAX_PAUSE_SECONDS = 60;

    /** One request. */
    @FunctionalInterface
    interface Call<T> {
        T at(URI base) throws ApiException, IOException, InterruptedException;
    }

    <T> T run(ApiAddress address, Call<T> call)
            throws ApiException, IOException, InterruptedException, CannotServeException {
        long startNanos = System.nanoTime();
        URI base = address.current();
        while (true) {
            try {
                return call.at(base);
            } catch (ApiException e) {
                if (!e.isBusy() || hasPassed(maxBusy, startNanos)) {
                    throw e;
                }
                Thread.sleep(pauseAfter(e.retryAfter()));
            } catch (FileNotFoundException | FileSystemException e) {
                throw e; // our own disk
            } catch (IOException e) {
                if (hasPassed(maxSilence, startNanos)) {
                    throw new IOException("no answer from " + base + ": " + reason(e), e);
                }
                Thread.sleep(pause);
                base = address.afterFailure();
            }
        }
    }

    static Optional<Duration> seconds(String header) {
        try {
            return Optional.of(Duration.ofSeconds(Math.clamp(Long.parseLong(header.strip()), 0, MAX_PAUSE_SECONDS)));
        } catch (NumberFormatException e) {
            return Optional.empty(); // a date: rare, and our own pause does
        }
    }

    private Duration pauseAfter(@Nullable Duration wanted) {
        return wanted == null || wanted.isZero() ? pause : wanted;
    }

    private static boolean hasPassed(Duration limit, long startNanos) {
        return System.nanoTime() - startNanos > limit.toNanos();
    }

    private static String reason(IOException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
