package io.melolog.worker.lease;

import io.melolog.schemas.event.EventFormatException;
import io.melolog.schemas.event.EventJson;
import io.melolog.schemas.topic.Topics;
import io.melolog.schemas.work.WorkRequested;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Reads a request and checks what the worker relies on: ids become names of files and objects. */
final class RequestParser {
    private static final Pattern WORK_ID = Pattern.compile("[0-9a-f]{64}");

    private RequestParser() {}

    /** @throws EventFormatException when the record is not a request for the stage of its topic */
    static WorkRequested parse(ConsumerRecord<byte[], byte[]> record) {
        byte[] json = record.value();
        if (json == null) {
            throw new EventFormatException("the record has no value", null);
        }
        WorkRequested request = EventJson.read(json, WorkRequested.class);
        if (!isComplete(request) || !WORK_ID.matcher(request.workId()).matches()) {
            throw new EventFormatException("the request is not complete", null);
        }
        if (!Topics.requested(request.spec().stage(), request.lane()).name().equals(record.topic())) {
            throw new EventFormatException("the request is for another stage or lane than its topic", null);
        }
        return request;
    }

    private static boolean isComplete(WorkRequested request) {
        return Stream.of(request.workId(), request.requestId(), request.spec(), request.lane())
                        .allMatch(Objects::nonNull)
                && Stream.of(
                                request.spec().stage(),
                                request.spec().model(),
                                request.spec().parameters())
                        .allMatch(Objects::nonNull)
                && request.inputs().stream()
                        .allMatch(input -> Objects.nonNull(input.name()) && Objects.nonNull(input.key()));
    }
}
