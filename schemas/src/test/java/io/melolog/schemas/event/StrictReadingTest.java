package io.melolog.schemas.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.melolog.schemas.testing.Samples;
import io.melolog.schemas.testing.Samples.Sample;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What a record requires must be in its JSON, at every depth; every field of every sample is taken away in turn. */
class StrictReadingTest {
    /** A place of a sample: the object there, the record it stands for, and where it is. */
    private record Place(ObjectNode object, Class<?> type, String path) {}

    static Stream<Sample> samples() {
        return Samples.all().stream();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void shouldNameTheRequiredFieldThatIsMissingOrNull(Sample sample) {
        // given
        JsonNode json = sample.json();
        Object event = sample.read();
        List<Place> places = new ArrayList<>();
        collect(json, event, "", places);

        // then
        assertThat(places).isNotEmpty();
        for (Place place : places) {
            for (RecordComponent component : place.type().getRecordComponents()) {
                checkAbsence(sample, json, place, component);
            }
        }
    }

    private static void checkAbsence(Sample sample, JsonNode json, Place place, RecordComponent component) {
        String name = component.getName();
        JsonNode before = place.object().get(name);
        boolean optional = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
        for (boolean missing : new boolean[] {true, false}) {
            if (missing) {
                place.object().remove(name);
            } else {
                place.object().putNull(name);
            }
            byte[] bytes = EventJson.write(json);
            String path = place.path() + name;
            if (optional) {
                assertThatCode(() -> EventJson.read(bytes, sample.topic().valueType()))
                        .as(path)
                        .doesNotThrowAnyException();
            } else {
                assertThatThrownBy(() -> EventJson.read(bytes, sample.topic().valueType()))
                        .as(path)
                        .isInstanceOf(EventFormatException.class)
                        .hasMessageEndingWith(" at " + path);
            }
        }
        if (before == null) {
            place.object().remove(name);
        } else {
            place.object().set(name, before);
        }
    }

    private static void collect(JsonNode json, @Nullable Object value, String path, List<Place> places) {
        if (value instanceof Record record && json instanceof ObjectNode object) {
            places.add(new Place(object, record.getClass(), path));
            for (RecordComponent component : record.getClass().getRecordComponents()) {
                String name = component.getName();
                if (object.has(name)) {
                    collect(object.get(name), Samples.component(record, component), path + name + ".", places);
                }
            }
        } else if (value instanceof List<?> list && json instanceof ArrayNode array) {
            String prefix = path.substring(0, path.length() - 1);
            for (int i = 0; i < list.size(); i++) {
                collect(array.get(i), list.get(i), prefix + "[" + i + "].", places);
            }
        }
    }
}
