package io.melolog.schemas.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonTypeName;
import io.melolog.schemas.topic.Retention;
import io.melolog.schemas.topic.Topic;
import io.melolog.schemas.topic.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The README's table of topics is the catalogue. */
class ReadmeTest {
    private static final String START = "<!-- topics: checked against the catalogue by ReadmeTest -->\n";
    private static final String END = "<!-- /topics -->";

    @Test
    void shouldListTheTopicsOfTheCatalogue() throws IOException {
        // given
        String readme = Files.readString(Path.of("README.md"));
        String table = Topics.all().stream()
                .map(ReadmeTest::row)
                .collect(Collectors.joining(
                        "\n", "| topic | key | value | kept | what |\n|---|---|---|---|---|\n", "\n"));

        // then
        String listed = readme.substring(readme.indexOf(START) + START.length(), readme.indexOf(END));
        assertThat(listed)
                .as("put this between the markers in README.md:\n%s", table)
                .isEqualTo(table);
    }

    private static String row(Topic<?> topic) {
        String key = topic.key().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        String variants = EventKinds.of(topic).stream()
                .filter(kind -> kind.isAnnotationPresent(JsonTypeName.class))
                .map(kind -> kind.getAnnotation(JsonTypeName.class).value())
                .collect(Collectors.joining(", "));
        String value = "`" + topic.valueType().getSimpleName() + "`" + (variants.isEmpty() ? "" : ": " + variants);
        return "| `%s` | %s | %s | %s | %s |"
                .formatted(topic.name(), key, value, kept(topic.retention()), topic.purpose());
    }

    private static String kept(Retention retention) {
        return switch (retention) {
            case Retention.Forever() -> "for ever";
            case Retention.Compacted() -> "the newest of each key";
            case Retention.For(Duration duration) ->
                duration.toDays() > 0 ? duration.toDays() + " days" : duration.toHours() + " hours";
        };
    }
}
