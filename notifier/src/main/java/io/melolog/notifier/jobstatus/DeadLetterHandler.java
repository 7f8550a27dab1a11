package io.melolog.notifier.jobstatus;

import io.melolog.schemas.deadletter.DeadLetter;
import io.melolog.schemas.event.EventHeaders;
import io.melolog.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.errors.DeserializationExceptionHandler;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProcessingExceptionHandler;
import org.apache.kafka.streams.errors.ProductionExceptionHandler;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What becomes of a record that Kafka Streams cannot read, process or write: a dead letter, in the same transaction, and on to the next. A broker
 * that does not answer is no such record: that is tried again.
 */
public final class DeadLetterHandler
        implements DeserializationExceptionHandler, ProcessingExceptionHandler, ProductionExceptionHandler {
    /** Configuration keys under which Kafka Streams hands over what it cannot construct itself. */
    public static final String METRICS_CONFIG = "melolog.notifier.metrics";

    public static final String CLOCK_CONFIG = "melolog.notifier.clock";
    private static final Logger LOG = LoggerFactory.getLogger(DeadLetterHandler.class);

    private @Nullable NotifierMetrics metrics;
    private Clock clock = Clock.systemUTC();

    @Override
    public void configure(Map<String, ?> configs) {
        if (configs.get(METRICS_CONFIG) instanceof NotifierMetrics given) {
            metrics = given;
        }
        if (configs.get(CLOCK_CONFIG) instanceof Clock given) {
            clock = given;
        }
    }

    @Override
    public DeserializationExceptionHandler.Response handleError(
            ErrorHandlerContext context, ConsumerRecord<byte[], byte[]> record, Exception exception) {
        return DeserializationExceptionHandler.Response.resume(
                List.of(deadLetter(context, record.key(), "unreadable_record", exception)));
    }

    @Override
    public ProcessingExceptionHandler.Response handleError(
            ErrorHandlerContext context, Record<?, ?> record, Exception exception) {
        return ProcessingExceptionHandler.Response.resume(
                List.of(deadLetter(context, context.sourceRawKey(), "processing_failed", exception)));
    }

    @Override
    public ProductionExceptionHandler.Response handleError(
            ErrorHandlerContext context, ProducerRecord<byte[], byte[]> record, Exception exception) {
        if (exception instanceof RetriableException) {
            return ProductionExceptionHandler.Response.retry();
        }
        return ProductionExceptionHandler.Response.fail();
    }

    @Override
    @SuppressWarnings("rawtypes") // as Kafka declares it
    public ProductionExceptionHandler.Response handleSerializationError(
            ErrorHandlerContext context,
            ProducerRecord record,
            Exception exception,
            ProductionExceptionHandler.SerializationExceptionOrigin origin) {
        return ProductionExceptionHandler.Response.resume(
                List.of(deadLetter(context, context.sourceRawKey(), "unwritable_record", exception)));
    }

    private ProducerRecord<byte[], byte[]> deadLetter(
            ErrorHandlerContext context, byte @Nullable [] rawKey, String code, Exception exception) {
        LOG.atWarn()
                .addKeyValue("topic", context.topic())
                .addKeyValue("partition", context.partition())
                .addKeyValue("offset", context.offset())
                .addKeyValue("code", code)
                .addKeyValue("cause", exception.getClass().getName())
                .log("Record dead-lettered");
        if (metrics != null) {
            metrics.countDeadLetter(code);
        }
        return record(context, rawKey == null ? new byte[0] : rawKey, code, exception);
    }

    private ProducerRecord<byte[], byte[]> record(
            ErrorHandlerContext context, byte[] rawKey, String code, Exception exception) {
        DeadLetter letter = new DeadLetter(
                context.topic(),
                context.partition(),
                context.offset(),
                new String(rawKey, StandardCharsets.UTF_8),
                JobStatusTopology.SERVICE,
                code,
                exception.getClass().getName(),
                1,
                clock.instant());
        String topic = Topics.DEAD_LETTER.name();
        Headers headers = new RecordHeaders();
        EventHeaders.get(context.headers(), EventHeaders.TRACE_PARENT)
                .ifPresent(trace -> EventHeaders.set(headers, EventHeaders.TRACE_PARENT, trace));
        byte[] value =
                Topics.DEAD_LETTER.serializer(JobStatusTopology.SOURCE_URI).serialize(topic, headers, letter);
        return new ProducerRecord<>(topic, null, rawKey, value, headers);
    }
}
