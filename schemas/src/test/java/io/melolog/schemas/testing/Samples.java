package io.melolog.schemas.testing;

import io.melolog.schemas.event.Event;
import io.melolog.schemas.event.EventJson;
import io.melolog.schemas.topic.Topic;
import io.melolog.schemas.topic.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The committed samples of every event that a release has written: {@code samples/v<release>/<topic>/<variant>.json}. */
public final class Samples {
    private static final Path ROOT = Path.of("src", "test", "resources", "samples");

    private Samples() {}

    /** One event as some release wrote it. */
    public record Sample(Topic<?> topic, Path file) {
        public byte[] bytes() {
            try {
                return Files.readAllBytes(file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** A tree of its own for each call. */
        public JsonNode json() {
            return EventJson.mapper().readTree(bytes());
        }

        public Event read() {
            return EventJson.read(bytes(), topic.valueType());
        }

        @Override
        public String toString() {
            return ROOT.relativize(file).toString();
        }
    }

    /** Every sample of every release, in a stable order. */
    public static List<Sample> all() {
        List<Sample> samples = new ArrayList<>();
        for (Path release : list(ROOT)) {
            for (Path topic : list(release)) {
                Topic<?> known = topic(topic.getFileName().toString());
                list(topic).forEach(file -> samples.add(new Sample(known, file)));
            }
        }
        return samples;
    }

    /** The value of a record's component. */
    public static @Nullable Object component(Record record, RecordComponent component) {
        try {
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    private static Topic<?> topic(String name) {
        return Topics.all().stream()
                .filter(topic -> topic.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("samples of a topic that the catalogue does not know: " + name));
    }

    private static List<Path> list(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
