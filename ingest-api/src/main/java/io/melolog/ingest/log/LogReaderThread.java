package io.melolog.ingest.log;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the log on a thread of its own, with a new consumer after every failure, until it is closed. Thread-safe. */
public final class LogReaderThread implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LogReaderThread.class);
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final Duration CLOSE = Duration.ofSeconds(5);

    private final Map<String, Object> config;
    private final Session session;
    private final Thread thread;
    private final AtomicReference<KafkaConsumer<byte[], byte[]>> current = new AtomicReference<>();
    private volatile boolean closed;

    /** What is read, and what becomes of it. Called on the reading thread. */
    public interface Session {
        /** Before a consumer is made. What it throws is a failure of the session. */
        default void prepare() {}

        /** Says where the consumer begins. @return polls once; called again and again */
        Runnable begin(KafkaConsumer<byte[], byte[]> consumer);

        /** Told of each failure before it is tried again; not while the thread is closed. */
        void failed(RuntimeException failure);
    }

    public LogReaderThread(String name, Map<String, Object> config, Session session) {
        this.config = config;
        this.session = session;
        this.thread = Thread.ofPlatform().name(name).daemon().unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    /** The consumer that reads now; empty between sessions and once closed. */
    public Optional<KafkaConsumer<byte[], byte[]>> consumer() {
        return closed ? Optional.empty() : Optional.ofNullable(current.get());
    }

    private void run() {
        while (!closed) {
            try {
                read();
            } catch (WakeupException e) {
                LOG.atDebug().addKeyValue("thread", thread.getName()).log("a reader of the log was asked to stop");
            } catch (RuntimeException e) {
                pause(e);
            }
        }
    }

    private void read() {
        session.prepare();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            current.set(consumer);
            Runnable poll = session.begin(consumer);
            while (!closed) {
                poll.run();
            }
        } finally {
            current.set(null);
        }
    }

    private void pause(RuntimeException e) {
        if (closed) {
            return;
        }
        session.failed(e);
        try {
            Thread.sleep(RETRY);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            closed = true;
        }
    }

    /** Stops reading, and waits up to 5 s until nothing is read any more. */
    @Override
    public void close() {
        closed = true;
        KafkaConsumer<byte[], byte[]> consumer = current.get();
        if (consumer == null) {
            thread.interrupt();
        } else {
            consumer.wakeup();
        }
        try {
            if (!thread.join(CLOSE)) {
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
