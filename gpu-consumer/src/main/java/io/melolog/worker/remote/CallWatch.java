package io.melolog.worker.remote;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/** Ends one separation in time and when it is cancelled, whatever it waits for. Used by one thread. */
final class CallWatch {
    private static final long POLL_MILLIS = 50;

    private final long startNanos = System.nanoTime();
    private final Duration total;
    private final String host;
    private final BooleanSupplier cancelled;

    CallWatch(Duration total, String host, BooleanSupplier cancelled) {
        this.total = total;
        this.host = host;
        this.cancelled = cancelled;
    }

    /**
     * Waits for an exchange.
     *
     * @param tick called every 50 ms
     * @throws ExecutionException what the exchange ended with
     * @throws TransientFaultException when nothing moved for too long
     * @throws RemoteSeparatorException when the time is up
     * @throws CancellationException when cancelled
     */
    <T> T await(CompletableFuture<T> exchange, Silence silence, Runnable tick)
            throws ExecutionException, TransientFaultException, RemoteSeparatorException, InterruptedException {
        while (true) {
            check();
            try {
                return exchange.get(POLL_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                tick.run();
                if (silence.isTooLong()) {
                    throw new TransientFaultException("fell silent", e);
                }
            }
        }
    }

    /** @throws RemoteSeparatorException when the time is up, at once if it would be up before the pause ends */
    void pause(Duration pause) throws RemoteSeparatorException, InterruptedException {
        if (pause.compareTo(remaining()) >= 0) {
            throw timeUp();
        }
        long endNanos = System.nanoTime() + pause.toNanos();
        for (long left = pause.toNanos(); left > 0; left = endNanos - System.nanoTime()) {
            check();
            TimeUnit.NANOSECONDS.sleep(Math.min(left, TimeUnit.MILLISECONDS.toNanos(POLL_MILLIS)));
        }
    }

    void check() throws RemoteSeparatorException {
        if (cancelled.getAsBoolean()) {
            throw new CancellationException("separation was cancelled");
        }
        if (!remaining().isPositive()) {
            throw timeUp();
        }
    }

    private Duration remaining() {
        return total.minusNanos(System.nanoTime() - startNanos);
    }

    private RemoteSeparatorException timeUp() {
        return RemoteSeparatorException.unavailable(
                "The external separator at " + host + " was not done within " + total.toSeconds()
                        + " s. It is tried again.",
                null);
    }
}
