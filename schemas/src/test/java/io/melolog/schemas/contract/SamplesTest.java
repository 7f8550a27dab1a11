package io.melolog.schemas.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.melolog.schemas.event.Event;
import io.melolog.schemas.event.EventJson;
import io.melolog.schemas.event.EventTypes;
import io.melolog.schemas.testing.Samples;
import io.melolog.schemas.testing.Samples.Sample;
import io.melolog.schemas.topic.Topic;
import io.melolog.schemas.topic.Topics;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What any release has written, every later release reads. Samples are added, never changed, never deleted. */
class SamplesTest {
    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    static Stream<Sample> samples() {
        return Samples.all().stream();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void shouldReadAndWriteTheSame(Sample sample) {
        // given
        Event event = sample.read();

        // when
        JsonNode written = EventJson.mapper().readTree(EventJson.write(event));

        // then
        assertThat(written).isEqualTo(sample.json());
        assertThat(event.eventKey()).isNotNull();
        assertThat(event.eventId()).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void shouldBeValidUnderTheSchemaOfItsTopic(Sample sample) throws IOException {
        // given
        Schema schema = schema(sample.topic());

        // then
        assertThat(schema.validate(sample.json())).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void shouldIgnoreFieldsOfANewerWriter(Sample sample) throws IOException {
        // given
        JsonNode newer = sample.json();
        addFields(newer);

        // then
        assertThat(EventJson.read(EventJson.write(newer), sample.topic().valueType()))
                .isEqualTo(sample.read());
        assertThat(schema(sample.topic()).validate(newer)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void shouldRefuseASampleWithoutItsTime(Sample sample) throws IOException {
        // given
        var broken = (ObjectNode) sample.json();
        broken.remove("at");

        // then: the schema is as strict as the reader
        assertThat(schema(sample.topic()).validate(broken)).isNotEmpty();
    }

    @Test
    void shouldHaveASampleOfEveryKindOfEvent() {
        for (Topic<?> topic : Topics.all()) {
            for (Class<?> kind : EventKinds.of(topic)) {
                assertThat(samples())
                        .as("add src/test/resources/samples/v<release>/%s/<name>.json with a %s", topic.name(), kind)
                        .anyMatch(sample -> sample.topic().name().equals(topic.name())
                                && kind.isInstance(sample.read())
                                && EventTypes.cloudEventType(topic.name(), sample.read())
                                        .equals(EventKinds.cloudEventType(topic, kind)));
            }
        }
    }

    private static void addFields(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.properties().forEach(field -> addFields(field.getValue()));
            object.putObject("mood").put("of", "a newer writer");
        } else if (node instanceof ArrayNode array) {
            array.forEach(SamplesTest::addFields);
        }
    }

    /** From the class path, as consumers of the jar find it. */
    private static Schema schema(Topic<?> topic) throws IOException {
        String path = EventTypes.dataSchema(topic.name());
        try (InputStream in = Objects.requireNonNull(SamplesTest.class.getResourceAsStream(path), path)) {
            return SCHEMAS.getSchema(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }
}
