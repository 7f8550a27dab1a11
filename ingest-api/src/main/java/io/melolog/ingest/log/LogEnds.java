package io.melolog.ingest.log;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/** Where partitions end. One question at a time: whoever came before it was asked takes its answer, so that many askers are no load. Thread-safe. */
final class LogEnds {
    private final Admin admin;
    private final Duration maxWait;
    private final ReentrantLock asking = new ReentrantLock(true);
    private Map<TopicPartition, Long> newest = Map.of();
    private boolean asked;
    private long askedNanos;

    LogEnds(Admin admin, Duration maxWait) {
        this.admin = admin;
        this.maxWait = maxWait;
    }

    /** The ends, as they were at {@code cameNanos} ({@link System#nanoTime}) or later; empty when the broker does not say in time. */
    Optional<Map<TopicPartition, Long>> since(long cameNanos, List<TopicPartition> partitions) {
        try {
            if (!asking.tryLock(maxWait.toNanos(), TimeUnit.NANOSECONDS)) {
                return Optional.empty();
            }
            try {
                if (!asked || askedNanos - cameNanos < 0) {
                    long began = System.nanoTime();
                    newest = ask(partitions);
                    askedNanos = began;
                    asked = true;
                }
                return Optional.of(newest);
            } finally {
                asking.unlock();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (ExecutionException | TimeoutException e) {
            return Optional.empty();
        }
    }

    private Map<TopicPartition, Long> ask(List<TopicPartition> partitions)
            throws InterruptedException, ExecutionException, TimeoutException {
        Map<TopicPartition, OffsetSpec> wanted =
                partitions.stream().collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest()));
        Map<TopicPartition, Long> ends = new HashMap<>();
        admin.listOffsets(wanted)
                .all()
                .get(maxWait.toMillis(), TimeUnit.MILLISECONDS)
                .forEach((partition, end) -> ends.put(partition, end.offset()));
        return ends;
    }
}
