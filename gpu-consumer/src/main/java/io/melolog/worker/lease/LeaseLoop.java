package io.melolog.worker.lease;

import io.melolog.schemas.work.Lane;
import io.melolog.schemas.work.WorkReported.Returned.Reason;
import io.melolog.worker.lease.WorkerMetrics.Metric;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One lane of one slot: leases a record, keeps the lease while another thread works on it, and accepts it when it is settled. Lives until the drain,
 * whatever the broker does.
 *
 * <p>Once a poll has come back empty, the client goes on fetching by itself until it has locked a record, polled or not. A loop whose last poll was
 * empty therefore never stops polling: a record that nobody picks up would lose its lock, and with it one of its deliveries.
 */
final class LeaseLoop implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(LeaseLoop.class);
    /** Short: over transactional topics every commit marker costs one empty poll of full length. Bulk work can wait for that. */
    private static final Duration INTERACTIVE_POLL = Duration.ofMillis(100);

    private static final Duration BULK_POLL = Duration.ofMillis(400);

    private static final Duration TICK = Duration.ofMillis(100);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);
    private static final int RENEWALS_PER_LOCK = 3;

    private final String name;
    private final SlotGroup group;
    private final SlotPermits.Turn turn;
    private final WorkerParts parts;
    private final Duration renewInterval;
    private final Duration pollTimeout;
    private boolean fetching;
    private Duration pause = FIRST_PAUSE;

    LeaseLoop(String name, SlotGroup group, SlotPermits.Turn turn, WorkerParts parts) {
        this.name = name;
        this.group = group;
        this.turn = turn;
        this.parts = parts;
        this.pollTimeout = group.lane() == Lane.INTERACTIVE ? INTERACTIVE_POLL : BULK_POLL;
        this.renewInterval = parts.settings().lock().dividedBy(RENEWALS_PER_LOCK);
    }

    @Override
    public void run() {
        while (!parts.drain().begun()) {
            try {
                leaseUntilDrain();
            } catch (InterruptedException | InterruptException e) {
                LOG.atWarn()
                        .setMessage("lease loop interrupted")
                        .addKeyValue("slot", name)
                        .log();
            } catch (RuntimeException | OutOfMemoryError e) {
                LOG.atWarn()
                        .setMessage("leasing failed, starting again")
                        .addKeyValue("slot", name)
                        .setCause(e)
                        .log();
                backOff();
            }
        }
    }

    private void leaseUntilDrain() throws InterruptedException {
        ShareConsumer<byte[], byte[]> consumer = open();
        try {
            leaseUntilDrain(consumer);
        } finally {
            close(consumer);
        }
    }

    private ShareConsumer<byte[], byte[]> open() {
        Map<String, Object> config = Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                parts.settings().bootstrapServers(),
                ConsumerConfig.GROUP_ID_CONFIG,
                group.groupId(),
                ConsumerConfig.CLIENT_ID_CONFIG,
                name,
                ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                1,
                ConsumerConfig.SHARE_ACQUIRE_MODE_CONFIG,
                "record_limit",
                ConsumerConfig.SHARE_ACKNOWLEDGEMENT_MODE_CONFIG,
                "explicit",
                ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG,
                Integer.MAX_VALUE,
                ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
                1_000);
        var consumer = new KafkaShareConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        consumer.subscribe(List.of(group.topic()));
        fetching = false;
        return consumer;
    }

    private void leaseUntilDrain(ShareConsumer<byte[], byte[]> consumer) throws InterruptedException {
        while (!parts.drain().begun()) {
            if (fetching || turn.mayLease(TICK.toMillis())) {
                pollOnce(consumer, pollTimeout);
            }
        }
        // What the client has locked by itself meanwhile is given back properly.
        pollOnce(consumer, Duration.ZERO);
    }

    private void pollOnce(ShareConsumer<byte[], byte[]> consumer, Duration timeout) throws InterruptedException {
        var records = consumer.poll(timeout);
        pause = FIRST_PAUSE;
        fetching = records.isEmpty();
        turn.polled(!records.isEmpty());
        for (ConsumerRecord<byte[], byte[]> record : records) {
            try {
                hold(new Lease(consumer, record, renewInterval));
            } finally {
                turn.end();
            }
        }
    }

    /** Keeps the lease until the work is settled. */
    private void hold(Lease lease) throws InterruptedException {
        LeasedWork work = new LeasedWork(lease, turn, parts);
        Thread.ofPlatform().daemon().name(name + "-work").start(work);
        boolean held = true;
        long renewedNanos = System.nanoTime();
        while (!work.await(TICK)) {
            work.heartbeat();
            if (stopDraining(work)) {
                break;
            }
            if (held && System.nanoTime() - renewedNanos >= renewInterval.toNanos()) {
                held = renew(lease);
                renewedNanos = System.nanoTime();
            }
        }
        finish(lease, work);
    }

    /** @return true when the work is not waited for any more */
    private boolean stopDraining(LeasedWork work) {
        if (parts.drain().graceOver()) {
            work.stop(Reason.DRAIN);
        }
        if (!parts.drain().patienceOver()) {
            return false;
        }
        work.abandon();
        return true;
    }

    private boolean renew(Lease lease) {
        boolean renewed;
        try {
            renewed = lease.renew();
        } catch (InterruptException e) {
            throw e;
        } catch (KafkaException e) {
            renewed = false;
        }
        parts.metrics().count(renewed ? Metric.LEASES_RENEWED : Metric.LEASES_LOST);
        if (!renewed) {
            LOG.atWarn()
                    .setMessage("lease lost, the work goes on: its record comes again and finds the result")
                    .addKeyValue("slot", name)
                    .log();
        }
        return renewed;
    }

    private void finish(Lease lease, LeasedWork work) {
        if (!work.settled()) {
            throw new IllegalStateException("the work was not settled");
        }
        if (!lease.accept()) {
            LOG.atInfo()
                    .setMessage("lease ended before it was accepted, the record comes again")
                    .addKeyValue("slot", name)
                    .log();
        }
    }

    private void backOff() {
        try {
            Thread.sleep(pause);
            Duration doubled = pause.multipliedBy(2);
            pause = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
        } catch (InterruptedException e) {
            // Only the drain ends this loop.
            LOG.atDebug()
                    .setMessage("back-off interrupted")
                    .addKeyValue("slot", name)
                    .log();
        }
    }

    private void close(ShareConsumer<byte[], byte[]> consumer) {
        try {
            consumer.close(CLOSE_TIMEOUT);
        } catch (KafkaException e) {
            LOG.atDebug()
                    .setMessage("consumer not closed cleanly")
                    .addKeyValue("slot", name)
                    .setCause(e)
                    .log();
        }
    }
}
