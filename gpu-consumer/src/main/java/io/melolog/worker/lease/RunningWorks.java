package io.melolog.worker.lease;

import java.util.HashSet;
import java.util.Set;

/**
 * Lets one thread of this process compute a work at a time: when a lease was lost and its record comes again while the work still runs here, the
 * second one waits and then finds the result. Thread-safe.
 */
final class RunningWorks {
    private final Set<String> workIds = new HashSet<>();

    /** Waits until nobody else holds it. */
    synchronized void enter(String workId) throws InterruptedException {
        while (!workIds.add(workId)) {
            wait();
        }
    }

    synchronized void leave(String workId) {
        workIds.remove(workId);
        notifyAll();
    }
}
