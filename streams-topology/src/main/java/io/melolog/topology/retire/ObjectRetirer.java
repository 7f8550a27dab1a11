package io.melolog.topology.retire;

import io.melolog.topology.deadletter.DeadLetters;
import io.melolog.topology.metric.TopologyMeters;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that deletes retired objects, beside the topology so that a slow storage holds up neither planner nor ledger. Starts and stops any
 * number of times.
 */
public final class ObjectRetirer {
    private static final Logger log = LoggerFactory.getLogger(ObjectRetirer.class);
    private static final Duration PAUSE_AFTER_ERROR = Duration.ofSeconds(2);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(20);

    private final ObjectStorage storage;
    private final RetireSettings settings;
    private final DeadLetters deadLetters;
    private final TopologyMeters meters;
    private final Clock clock;
    private final String transactionalId;
    private @Nullable Worker worker;

    public ObjectRetirer(
            ObjectStorage storage,
            RetireSettings settings,
            DeadLetters deadLetters,
            TopologyMeters meters,
            Clock clock) {
        this.storage = storage;
        this.settings = settings;
        this.deadLetters = deadLetters;
        this.meters = meters;
        this.clock = clock;
        this.transactionalId = settings.group() + "-" + UUID.randomUUID();
    }

    public synchronized void start() {
        if (worker == null) {
            worker = new Worker();
            worker.thread.start();
        }
    }

    public synchronized void stop() {
        if (worker != null) {
            worker.stop();
            worker = null;
        }
    }

    public synchronized boolean isRunning() {
        return worker != null && worker.thread.isAlive();
    }

    private Map<String, Object> consumerSettings() {
        Map<String, Object> all = new HashMap<>(settings.kafka());
        all.put(ConsumerConfig.GROUP_ID_CONFIG, settings.group());
        all.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        all.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        all.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        all.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 20);
        all.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 6000);
        all.put(CommonClientConfigs.CLIENT_ID_CONFIG, settings.group());
        return all;
    }

    private Map<String, Object> producerSettings() {
        Map<String, Object> all = new HashMap<>(settings.kafka());
        all.put(ProducerConfig.ACKS_CONFIG, "all");
        all.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
        all.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, 10_000);
        all.put(CommonClientConfigs.CLIENT_ID_CONFIG, settings.group());
        return all;
    }

    /** One life of the thread. A Kafka error ends a session; the next one begins from the committed offsets. */
    private final class Worker implements Runnable {
        private final Thread thread = new Thread(this, settings.group());
        private volatile boolean stopping;
        private volatile @Nullable KafkaConsumer<byte[], byte[]> consuming;

        void stop() {
            stopping = true;
            KafkaConsumer<byte[], byte[]> current = consuming;
            if (current != null) {
                current.wakeup();
            }
            try {
                thread.join(STOP_TIMEOUT);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void run() {
            while (!stopping) {
                try {
                    session();
                } catch (WakeupException e) {
                    log.atDebug().log("woken to stop");
                } catch (KafkaException | IllegalStateException e) {
                    log.atWarn().setCause(e).log("retiring objects was interrupted; beginning again");
                    pause();
                }
            }
        }

        private void session() {
            try (var consumer = new KafkaConsumer<>(
                            consumerSettings(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
                    var producer = new KafkaProducer<>(
                            producerSettings(), new ByteArraySerializer(), new ByteArraySerializer())) {
                consuming = consumer;
                RetireSession session =
                        new RetireSession(consumer, producer, storage, settings, deadLetters, meters, clock);
                session.open();
                while (!stopping) {
                    session.step();
                }
            } finally {
                consuming = null;
            }
        }

        private void pause() {
            try {
                Thread.sleep(PAUSE_AFTER_ERROR);
            } catch (InterruptedException e) {
                stopping = true;
                Thread.currentThread().interrupt();
            }
        }
    }
}
