package io.melolog.topology.deadletter;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProcessingExceptionHandler;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * A record on which no decision can be made becomes a dead letter; the next one is processed. What Kafka or a store throws is no fault of the
 * record: there the transaction is aborted and the record tried again.
 */
public final class UnprocessableRecordHandler implements ProcessingExceptionHandler {
    private @Nullable DeadLetters deadLetters;

    @Override
    public void configure(Map<String, ?> settings) {
        deadLetters = DeadLetters.from(settings);
    }

    @Override
    public Response handleError(ErrorHandlerContext context, @Nullable Record<?, ?> record, Exception exception) {
        DeadLetters letters = deadLetters;
        if (letters == null || exception instanceof KafkaException) {
            return Response.fail();
        }
        byte[] key = record == null || record.key() == null
                ? null
                : record.key().toString().getBytes(StandardCharsets.UTF_8);
        return Response.resume(List.of(letters.of(context, key, DeadLetters.UNPROCESSABLE, exception)));
    }
}
