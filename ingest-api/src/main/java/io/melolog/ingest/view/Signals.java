package io.melolog.ingest.view;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Wakes those who wait for something to happen to a job, or to a unit of work: nobody polls. A watch that is opened before the state is read
 * misses nothing. Thread-safe.
 */
public final class Signals implements ViewListener, AutoCloseable {
    private final Map<String, Set<Watch>> watches = new ConcurrentHashMap<>();
    private volatile boolean closed;

    @Override
    public void changed(@Nullable ViewedJob before, ViewedJob after, boolean live) {
        happened(after.jobId());
    }

    /** Wakes whoever watches {@code id}, of a job or of a unit of work. */
    @Override
    public void happened(String id) {
        watches.getOrDefault(id, Set.of()).forEach(watch -> watch.signal.release());
    }

    /** Begins to watch a job; closed by the caller. */
    public Watch watch(String jobId) {
        Watch watch = new Watch();
        watch.also(jobId);
        return watch;
    }

    /** Whether this process is about to end, and waiting is over. */
    public boolean isClosed() {
        return closed;
    }

    /** Ends every wait, now and later. */
    @Override
    public void close() {
        closed = true;
        watches.values().forEach(all -> all.forEach(watch -> watch.signal.release()));
    }

    /** What one thread waits for. */
    public final class Watch implements AutoCloseable {
        private final Semaphore signal = new Semaphore(0);
        private final Set<String> ids = ConcurrentHashMap.newKeySet();

        /** Watches another job or unit of work too. */
        public void also(String id) {
            if (ids.add(id)) {
                watches.compute(id, (key, watching) -> {
                    Set<Watch> all = watching == null ? ConcurrentHashMap.newKeySet() : watching;
                    all.add(this);
                    return all;
                });
            }
        }

        /** Waits until something happens, or has happened since the last wait; returns whether it did within {@code timeout}. */
        public boolean await(Duration timeout) {
            if (closed) {
                return false;
            }
            try {
                boolean happened = signal.tryAcquire(timeout.toNanos(), TimeUnit.NANOSECONDS);
                signal.drainPermits();
                return happened && !closed;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }

        @Override
        public void close() {
            for (String id : ids) {
                watches.computeIfPresent(id, (key, watching) -> {
                    watching.remove(this);
                    return watching.isEmpty() ? null : watching;
                });
            }
        }
    }
}
