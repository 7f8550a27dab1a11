package io.melolog.ingest.queue;

import io.melolog.ingest.log.LogReaderThread;
import io.melolog.schemas.event.EventFormatException;
import io.melolog.schemas.event.EventJson;
import io.melolog.schemas.topic.Topics;
import io.melolog.schemas.work.WorkReported;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far work in progress has come, from what workers reported in the last minutes. Not stored: a fraction that is lost is reported anew.
 * Thread-safe.
 */
public final class WorkProgress implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WorkProgress.class);
    private static final Duration PAST = Duration.ofMinutes(5);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final int MAX_WORK = 10_000;

    private final Clock clock;
    private final Consumer<String> onProgress;
    private final LogReaderThread thread;

    private final Map<String, Double> fractions = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Double> eldest) {
            return size() > MAX_WORK;
        }
    };

    /** @param onProgress told of the work ids of which something new was reported */
    public WorkProgress(String bootstrapServers, Clock clock, Consumer<String> onProgress) {
        this.clock = clock;
        this.onProgress = onProgress;
        this.thread = new LogReaderThread("ingest-progress", config(bootstrapServers), new Session());
    }

    public void start() {
        thread.start();
    }

    /** 0..1; 0 when nothing was reported. */
    public double fraction(String workId) {
        synchronized (fractions) {
            return fractions.getOrDefault(workId, 0.0);
        }
    }

    void report(WorkReported report) {
        String workId = report.lease().workId();
        synchronized (fractions) {
            switch (report) {
                case WorkReported.Started started -> fractions.put(workId, 0.0);
                case WorkReported.Progress progress -> fractions.put(workId, Math.clamp(progress.fraction(), 0.0, 1.0));
                case WorkReported.Succeeded done -> fractions.put(workId, 1.0);
                case WorkReported.Failed failed -> fractions.remove(workId);
                case WorkReported.Returned returned -> fractions.remove(workId);
            }
        }
        onProgress.accept(workId);
    }

    /** The last minutes, and on from there. */
    private final class Session implements LogReaderThread.Session {
        @Override
        public Runnable begin(KafkaConsumer<byte[], byte[]> consumer) {
            seekToRecent(consumer);
            return () -> consumer.poll(POLL).forEach(WorkProgress.this::read);
        }

        @Override
        public void failed(RuntimeException failure) {
            LOG.atDebug().setCause(failure).log("work reports cannot be read; trying again");
        }
    }

    private static Map<String, Object> config(String bootstrapServers) {
        return Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ConsumerConfig.CLIENT_ID_CONFIG,
                "ingest-api-progress",
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "latest",
                ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                false,
                ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                10_000,
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false);
    }

    private void seekToRecent(KafkaConsumer<byte[], byte[]> consumer) {
        List<TopicPartition> partitions = consumer.partitionsFor(Topics.WORK_REPORTED.name()).stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        if (partitions.isEmpty()) {
            throw new KafkaException("the topic of work reports is not there yet");
        }
        consumer.assign(partitions);
        long sinceMillis = clock.instant().minus(PAST).toEpochMilli();
        Map<TopicPartition, Long> since = new HashMap<>();
        partitions.forEach(partition -> since.put(partition, sinceMillis));
        consumer.offsetsForTimes(since).forEach((partition, found) -> {
            if (found != null) {
                consumer.seek(partition, found.offset());
            } else {
                consumer.seekToEnd(List.of(partition));
            }
        });
    }

    /** What cannot be read is left to the ledger, whose input it is. */
    private void read(ConsumerRecord<byte[], byte[]> entry) {
        try {
            if (entry.value() != null) {
                report(EventJson.read(entry.value(), WorkReported.class));
            }
        } catch (EventFormatException e) {
            LOG.atDebug().addKeyValue("offset", entry.offset()).setCause(e).log("a work report cannot be read");
        }
    }

    @Override
    public void close() {
        thread.close();
    }
}
