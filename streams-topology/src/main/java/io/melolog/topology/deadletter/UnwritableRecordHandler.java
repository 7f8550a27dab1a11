package io.melolog.topology.deadletter;

import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProductionExceptionHandler;
import org.jspecify.annotations.Nullable;

/** What a record causes cannot be written because of what it is: the cause becomes a dead letter. When the broker is at fault, it is tried again. */
public final class UnwritableRecordHandler implements ProductionExceptionHandler {
    private @Nullable DeadLetters deadLetters;

    @Override
    public void configure(Map<String, ?> settings) {
        deadLetters = DeadLetters.from(settings);
    }

    @Override
    public Response handleError(
            ErrorHandlerContext context, ProducerRecord<byte[], byte[]> record, Exception exception) {
        return exception instanceof RecordTooLargeException ? letter(context, exception) : Response.fail();
    }

    @Override
    @SuppressWarnings("rawtypes")
    public Response handleSerializationError(
            ErrorHandlerContext context,
            ProducerRecord record,
            Exception exception,
            SerializationExceptionOrigin origin) {
        return letter(context, exception);
    }

    private Response letter(ErrorHandlerContext context, Exception exception) {
        DeadLetters letters = deadLetters;
        return letters == null
                ? Response.fail()
                : Response.resume(
                        List.of(letters.of(context, context.sourceRawKey(), DeadLetters.UNPROCESSABLE, exception)));
    }
}
