package io.melolog.ingest.log;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.common.TopicPartition;

/** How far a reader has read each partition: the offset of the next record. Thread-safe. */
public final class LogPositions {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition advanced = lock.newCondition();
    private final Map<TopicPartition, Long> next = new HashMap<>();

    public void advance(Map<TopicPartition, Long> positions) {
        lock.lock();
        try {
            next.putAll(positions);
            advanced.signalAll();
        } finally {
            lock.unlock();
        }
    }

    public Map<TopicPartition, Long> snapshot() {
        lock.lock();
        try {
            return Map.copyOf(next);
        } finally {
            lock.unlock();
        }
    }

    /** Whether the position reached {@code offset} within {@code timeout}; an interrupted wait counts as not reached. */
    public boolean awaitPast(TopicPartition partition, long offset, Duration timeout) {
        long leftNanos = timeout.toNanos();
        lock.lock();
        try {
            while (next.getOrDefault(partition, -1L) < offset) {
                if (leftNanos <= 0) {
                    return false;
                }
                leftNanos = advanced.awaitNanos(leftNanos);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    /** Whether every partition has reached its offset. */
    public boolean arePast(Map<TopicPartition, Long> offsets) {
        Map<TopicPartition, Long> now = snapshot();
        return offsets.entrySet().stream().allMatch(end -> now.getOrDefault(end.getKey(), -1L) >= end.getValue());
    }
}
