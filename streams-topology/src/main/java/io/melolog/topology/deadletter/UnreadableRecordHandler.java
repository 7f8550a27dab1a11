package io.melolog.topology.deadletter;

import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.errors.DeserializationExceptionHandler;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.jspecify.annotations.Nullable;

/** A record that is not what its topic carries becomes a dead letter; the next one is read. */
public final class UnreadableRecordHandler implements DeserializationExceptionHandler {
    private @Nullable DeadLetters deadLetters;

    @Override
    public void configure(Map<String, ?> settings) {
        deadLetters = DeadLetters.from(settings);
    }

    @Override
    public Response handleError(
            ErrorHandlerContext context, ConsumerRecord<byte[], byte[]> record, Exception exception) {
        DeadLetters letters = deadLetters;
        return letters == null
                ? Response.fail()
                : Response.resume(List.of(letters.of(context, record.key(), DeadLetters.UNREADABLE, exception)));
    }
}
