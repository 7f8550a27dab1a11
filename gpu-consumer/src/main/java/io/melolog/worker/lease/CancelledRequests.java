package io.melolog.worker.lease;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The requests that nobody waits for any more, the newest of them. Thread-safe. */
final class CancelledRequests {
    private static final int MOST = 10_000;

    private final Map<String, Boolean> cancelled = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > MOST;
        }
    };
    private final Map<String, Runnable> stops = new HashMap<>();

    /** Remembers it, and stops it where it runs. */
    void cancel(String requestId) {
        @Nullable Runnable stop;
        synchronized (this) {
            cancelled.put(requestId, true);
            stop = stops.get(requestId);
        }
        if (stop != null) {
            stop.run();
        }
    }

    /** Leased here from now on: {@code stop} is called when it is cancelled, at once if it was before. */
    void leased(String requestId, Runnable stop) {
        boolean already;
        synchronized (this) {
            stops.put(requestId, stop);
            already = cancelled.containsKey(requestId);
        }
        if (already) {
            stop.run();
        }
    }

    /** No longer leased here. */
    synchronized void ended(String requestId) {
        stops.remove(requestId);
    }
}
