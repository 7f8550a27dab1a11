package io.melolog.schemas.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.melolog.schemas.job.JobEvent;
import io.melolog.schemas.testing.Samples;
import io.melolog.schemas.testing.Samples.Sample;
import io.melolog.schemas.topic.Topic;
import io.melolog.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** CloudEvents 1.0, binary content mode of the Kafka protocol binding. */
class EventSerializerTest {
    private static final Instant AT = Instant.parse("2026-11-20T12:00:00.123Z");
    private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    static Stream<Sample> samples() {
        return Samples.all().stream();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void shouldStampEveryAttributeOnEveryEvent(Sample sample) {
        // given
        Headers headers = new RecordHeaders();
        Event event = sample.read();

        // when
        byte[] bytes = write(sample.topic(), headers, event);

        // then
        assertThat(bytes).isNotEmpty();
        assertThat(names(headers))
                .containsExactlyInAnyOrder(
                        "ce_specversion",
                        "ce_id",
                        "ce_source",
                        "ce_type",
                        "ce_time",
                        "ce_subject",
                        "ce_dataschema",
                        "content-type");
        assertThat(EventHeaders.get(headers, "ce_subject")).contains(event.eventKey());
        assertThat(EventSerializerTest.class.getResource(
                        EventHeaders.get(headers, "ce_dataschema").orElseThrow()))
                .as("the schema that the record names lies in the jar")
                .isNotNull();
    }

    @Test
    void shouldReplaceTheAttributesOfTheCauseAndKeepItsTrace() {
        // given: Streams hands the headers of the record that is being processed to the sink
        Headers headers = new RecordHeaders();
        headers.add("ce_id", "of the cause".getBytes(StandardCharsets.UTF_8));
        headers.add("ce_type", "of.the.cause.v1".getBytes(StandardCharsets.UTF_8));
        headers.add("traceparent", TRACE.getBytes(StandardCharsets.UTF_8));

        // when
        write(Topics.JOB_EVENT, headers, new JobEvent.Completed("job-1", "default", 0, 7, AT));

        // then
        assertThat(Arrays.stream(headers.toArray())
                        .map(header -> header.key() + "=" + new String(header.value(), StandardCharsets.UTF_8)))
                .containsExactlyInAnyOrder(
                        "traceparent=" + TRACE,
                        "ce_specversion=1.0",
                        "ce_id=job-1-7",
                        "ce_source=/test",
                        "ce_type=audio.job.event.completed.v1",
                        "ce_time=2026-11-20T12:00:00.123Z",
                        "ce_subject=job-1",
                        "ce_dataschema=/schemas/audio.job.event.v1.json",
                        "content-type=application/json");
    }

    @Test
    void shouldWriteNothingForATombstone() {
        // given
        Headers headers = new RecordHeaders();

        // when
        byte[] bytes = new EventSerializer<>("/test").serialize(Topics.JOB_STATUS.name(), headers, null);

        // then
        assertThat(bytes).isNull();
        assertThat(headers.toArray()).isEmpty();
    }

    @SuppressWarnings("unchecked")
    private static byte[] write(Topic<?> topic, Headers headers, Event event) {
        try (var serializer = ((Topic<Event>) topic).serializer("/test")) {
            return serializer.serialize(topic.name(), headers, event);
        }
    }

    private static List<String> names(Headers headers) {
        return Arrays.stream(headers.toArray()).map(Header::key).toList();
    }
}
