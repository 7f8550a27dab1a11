package io.melolog.topology.deadletter;

import io.melolog.schemas.deadletter.DeadLetter;
import io.melolog.schemas.event.EventHeaders;
import io.melolog.schemas.topic.Topics;
import io.melolog.topology.metric.TopologyMeters;
import io.melolog.topology.metric.TopologyMetric;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes dead letters: by reference, never with the payload. Thread-safe. */
public final class DeadLetters {
    public static final String SERVICE = "streams-topology";
    /** The record is not what its topic carries. */
    public static final String UNREADABLE = "unreadable_record";
    /** The record was read, and yet nothing can be done with it. */
    public static final String UNPROCESSABLE = "unprocessable_record";

    /** Where the exception handlers, which Kafka Streams constructs, find this object among the settings. */
    public static final String SETTING = "melolog.dead.letters";

    private static final Logger log = LoggerFactory.getLogger(DeadLetters.class);

    private final Clock clock;
    private final TopologyMeters meters;
    private final Serializer<DeadLetter> serializer = Topics.DEAD_LETTER.serializer("/" + SERVICE);

    public DeadLetters(Clock clock, TopologyMeters meters) {
        this.clock = clock;
        this.meters = meters;
    }

    static DeadLetters from(Map<String, ?> settings) {
        if (settings.get(SETTING) instanceof DeadLetters deadLetters) {
            return deadLetters;
        }
        throw new IllegalStateException("the setting " + SETTING + " is missing");
    }

    ProducerRecord<byte[], byte[]> of(ErrorHandlerContext source, byte @Nullable [] key, String code, Throwable cause) {
        return of(source.topic(), source.partition(), source.offset(), key, source.headers(), code, cause);
    }

    /** A dead letter for a source record; also logs and counts it. */
    public ProducerRecord<byte[], byte[]> of(
            @Nullable String topic,
            int partition,
            long offset,
            byte @Nullable [] key,
            Headers cause,
            String code,
            Throwable exception) {
        String place = topic == null ? "" : topic;
        Throwable root = rootOf(exception);
        meters.count(TopologyMetric.DEAD_LETTERS);
        log.atWarn()
                .addKeyValue("topic", place)
                .addKeyValue("partition", partition)
                .addKeyValue("offset", offset)
                .addKeyValue("code", code)
                .addKeyValue("cause", root.getClass().getName())
                .log("a record cannot be processed and becomes a dead letter");
        String text = key == null ? "" : new String(key, StandardCharsets.UTF_8);
        DeadLetter letter = new DeadLetter(
                place, partition, offset, text, SERVICE, code, root.getClass().getName(), 1, clock.instant());
        Headers headers = new RecordHeaders();
        EventHeaders.get(cause, EventHeaders.TRACE_PARENT)
                .ifPresent(trace -> EventHeaders.set(headers, EventHeaders.TRACE_PARENT, trace));
        byte[] value = serializer.serialize(Topics.DEAD_LETTER.name(), headers, letter);
        byte[] recordKey = text.getBytes(StandardCharsets.UTF_8);
        return new ProducerRecord<>(Topics.DEAD_LETTER.name(), null, null, recordKey, value, headers);
    }

    private static Throwable rootOf(Throwable exception) {
        Throwable root = exception;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root;
    }
}
