package io.melolog.worker.neural.torchscript;

import static org.assertj.core.api.Assertions.assertThat;

import io.melolog.worker.neural.engine.ModelFormatException;
import io.melolog.worker.neural.engine.NetworkForm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScriptDescriptionTest {
    private static final String GOOD =
            "{\"sampleRateHz\": 44100, \"channels\": 2, \"segmentSamples\": 343980, \"stems\": [\"drums\", \"vocals\"]}";

    @TempDir
    private Path dir;

    @Test
    void shouldReadWhatTheProgramTakesAndGives() throws Exception {
        // when
        NetworkForm form = ScriptDescription.read(file(GOOD));
        // then
        assertThat(form).isEqualTo(new NetworkForm(44_100, 2, 343_980, List.of("drums", "vocals")));
    }

    @Test
    void shouldIgnoreWhatItDoesNotKnow() throws Exception {
        // given
        String more = GOOD.replace("}", ", \"author\": {\"name\": [null, 1.5]}, \"licence\": \"CC0\"}");
        // when, then
        assertThat(ScriptDescription.read(file(more))).isEqualTo(ScriptDescription.read(file(GOOD)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"sampleRateHz|44100", "channels|2", "segmentSamples|343980", "stems|[\"drums\", \"vocals\"]"})
    void shouldNameTheFieldThatIsMissingOrWrong(String field, String value) throws Exception {
        String there = "\"" + field + "\": " + value;
        assertThat(GOOD).contains(there);
        assertThat(refusal(GOOD.replace(there, "\"x\": 0"))).contains("must say " + field);
        for (String wrong : new String[] {
            "null", "\"2\"", "2.5", "2.0e0x", "true", "{}", "[]", "[1]", "0", "-1", "99999999999", "1e300", "[null]"
        }) {
            assertThat(refusal(GOOD.replace(there, "\"" + field + "\": " + wrong)))
                    .containsAnyOf("must say " + field, "not JSON");
        }
    }

    @ParameterizedTest
    @CsvSource({"sampleRateHz, 999", "sampleRateHz, 768001", "channels, 3", "segmentSamples, 33554433"})
    void shouldNameTheRange(String field, int value) throws Exception {
        // given
        String text = GOOD.replaceAll("\"" + field + "\": \\d+", "\"" + field + "\": " + value);
        // when, then
        assertThat(refusal(text)).contains("must say " + field + ", a whole number from ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[\"drums\"]",
                "[\"vocals\", \"vocals\"]",
                "[\"vocals\", \"../x\"]",
                "[\"vocals\", \"\"]",
                "[\"vocals\", \"a\\u0007\"]",
                "[\"Vocals\"]"
            })
    void shouldRefuseStemsThatCannotBeStored(String stems) throws Exception {
        assertThat(refusal(GOOD.replaceAll("\\[.*]", stems.replace("\\", "\\\\"))))
                .contains("stem");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "{", "[]", "null", "5", "\"x\"", "words", "{} {}x"})
    void shouldRefuseWhatIsNoObject(String text) throws Exception {
        assertThat(refusal(text)).startsWith("model.json ");
    }

    @Test
    void shouldRefuseLargeDeepOrMissingFiles() throws Exception {
        assertThat(refusal(GOOD + " ".repeat(70_000))).contains("larger than");
        assertThat(refusal(GOOD.replace("}", ", \"x\": " + "[".repeat(60_000)))).contains("not JSON");
        assertThat(refusal(dir.resolve("nowhere"))).contains("cannot be read");
        assertThat(refusal(dir)).contains("cannot be read");
    }

    @Test
    void shouldOutliveDamage() throws Exception {
        // given
        Random random = new Random(3);
        for (int i = 0; i < 800; i++) {
            byte[] damaged = GOOD.getBytes(StandardCharsets.UTF_8);
            damaged = Arrays.copyOf(damaged, i % 2 == 0 ? damaged.length : random.nextInt(damaged.length));
            for (int change = 0; change < i % 4 && damaged.length > 0; change++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            Path file = Files.write(dir.resolve("model.json"), damaged);
            // when, then
            try {
                assertThat(ScriptDescription.read(file).stems()).contains("vocals");
            } catch (ModelFormatException e) {
                assertSentence(e);
            }
        }
    }

    private Path file(String text) throws IOException {
        return Files.writeString(dir.resolve("model.json"), text);
    }

    private String refusal(String text) throws IOException {
        return refusal(file(text));
    }

    private String refusal(Path file) {
        ModelFormatException refused =
                Assertions.catchThrowableOfType(ModelFormatException.class, () -> ScriptDescription.read(file));
        assertThat(refused).as("a refusal").isNotNull();
        return assertSentence(refused);
    }

    private String assertSentence(ModelFormatException refused) {
        assertThat(refused.getMessage()).matches("[ -~]{10,250}\\.").doesNotContain(dir.toString());
        return refused.getMessage();
    }
}
