package io.melolog.worker.lease;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Settings of the harness.
 *
 * @param worker the worker's name in reports
 * @param bootstrapServers of the Kafka cluster
 * @param partitions of topics that are missing and therefore created
 * @param replicationFactor of topics that are missing and therefore created
 * @param cpuSlots works of CPU stages at a time, 0 or more
 * @param gpuSlots works of GPU stages at a time, 0 or more
 * @param lock how long the broker keeps a record for a worker that does not renew its lease; also how long a killed worker's record waits
 * @param gracePeriod how long running work may go on when the worker stops
 * @param dataDir local state; scratch folders lie in {@code gpu-consumer/scratch} below it
 */
public record WorkerSettings(
        String worker,
        String bootstrapServers,
        int partitions,
        short replicationFactor,
        int cpuSlots,
        int gpuSlots,
        Duration lock,
        Duration gracePeriod,
        Path dataDir) {
    /** Progress is reported at most this often. */
    static final Duration PROGRESS_INTERVAL = Duration.ofMillis(500);
    /** Something is reported at least this often, so that the ledger's deadline of 60 s never passes while work goes on. */
    static final Duration HEARTBEAT_INTERVAL = Duration.ofSeconds(10);
    /** At this delivery of one record work is given up if every earlier one was begun and ended with its worker. */
    static final int LAST_DELIVERY = 3;

    public WorkerSettings {
        if (partitions < 1 || replicationFactor < 1 || cpuSlots < 0 || gpuSlots < 0) {
            throw new IllegalArgumentException("partitions and copies are 1 or more, slots 0 or more");
        }
        if (lock.toMillis() < 1_000 || gracePeriod.isNegative()) {
            throw new IllegalArgumentException("the lock is 1 s or more, the grace period 0 or more");
        }
    }
}
