package io.melolog.schemas.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.melolog.schemas.testing.RandomEvents;
import io.melolog.schemas.topic.Topic;
import io.melolog.schemas.topic.Topics;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is written is read back, whatever is in it. {@code -Dmelolog.seed=N} repeats a run; the seed is in every test's name. */
class EventRoundTripTest {
    private static final int EVENTS = Boolean.getBoolean("melolog.proof") ? 5_000 : 200;

    static Stream<Arguments> topics() {
        long seed = Long.getLong("melolog.seed", System.nanoTime());
        return Topics.all().stream().map(topic -> Arguments.of(topic.name(), seed, topic));
    }

    @ParameterizedTest(name = "{0}, melolog.seed={1}")
    @MethodSource("topics")
    <T extends Event> void shouldReadBackWhatItWrote(String name, long seed, Topic<T> topic) {
        // given
        var events = new RandomEvents(new SplittableRandom(seed ^ name.hashCode()));

        for (int i = 0; i < EVENTS; i++) {
            T event = events.next(topic.valueType());

            // when
            try (var serde = topic.serde("/test")) {
                byte[] bytes = serde.serializer().serialize(name, new RecordHeaders(), event);

                // then
                assertThat(serde.deserializer().deserialize(name, bytes)).isEqualTo(event);
                assertThat(EventJson.canonical(event))
                        .as("canonical JSON is the same before and after a round trip")
                        .isEqualTo(EventJson.canonical(EventJson.read(bytes, topic.valueType())));
            }
        }
    }
}
