package io.melolog.worker.model;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Lets threads wait until a reader has read what was written before they asked. {@link #await} is for any thread; the others are for the reader,
 * which looks where the log ends after a waiter came, and so never answers with an end from before.
 */
final class CaughtUp {
    private final List<CountDownLatch> arriving = new ArrayList<>();
    private final List<CountDownLatch> waiting = new ArrayList<>();
    private @Nullable Map<TopicPartition, Long> ends;

    /** @return whether everything written before the call has been read */
    boolean await(Duration patience) throws InterruptedException {
        CountDownLatch latch = new CountDownLatch(1);
        synchronized (arriving) {
            arriving.add(latch);
        }
        return latch.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Looks where the log ends when somebody came since the last answer; one look serves all of them. */
    void ask(Supplier<Map<TopicPartition, Long>> endOffsets) {
        if (ends != null) {
            return;
        }
        synchronized (arriving) {
            waiting.addAll(arriving);
            arriving.clear();
        }
        if (!waiting.isEmpty()) {
            ends = endOffsets.get();
        }
    }

    /** Wakes who waits when every partition has been read to its end. */
    void answer(ToLongFunction<TopicPartition> position) {
        Map<TopicPartition, Long> asked = ends;
        if (asked != null
                && asked.entrySet().stream().allMatch(end -> position.applyAsLong(end.getKey()) >= end.getValue())) {
            waiting.forEach(CountDownLatch::countDown);
            waiting.clear();
            ends = null;
        }
    }
}
