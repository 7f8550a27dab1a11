package io.melolog.worker.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes back is text and bytes that nobody trusts. */
class AnswerTextsTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"detail\": \"Too long\"}|Too long",
                "{\"title\": \"Bad\", \"detail\": \"\"}|Bad",
                "{\"error\": \"no\"}|no",
                "{\"detail\": \"see https://a.internal/x?y and S3://b\"}|see [address] and [address]",
                "{\"detail\": \"key k3y!\"}|key [hidden]",
                "{\"detail\": [1]}|''",
                "<html>|''",
                "''|''"
            })
    void shouldShowOfAProblem(String body, String shown) {
        assertThat(ProblemText.of(body.getBytes(StandardCharsets.UTF_8), "k3y!"))
                .isEqualTo(shown);
    }

    static IntStream seeds() {
        return IntStream.range(0, 50);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void shouldShowOneShortVisibleLine(int seed) {
        // given
        String text = new Random(seed)
                .ints(1000, 0, 0x11000)
                .filter(Character::isBmpCodePoint)
                .mapToObj(code -> "\\u%04x".formatted(code))
                .reduce("", String::concat);

        // when
        String shown = ProblemText.of(("{\"detail\": \"" + text + "\"}").getBytes(StandardCharsets.UTF_8), null);

        // then
        assertThat(shown.codePointCount(0, shown.length())).isLessThanOrEqualTo(200);
        assertThat(shown.codePoints().filter(Character::isISOControl)).isEmpty();
        assertThat(shown.codePoints().filter(code -> Character.getType(code) == Character.FORMAT))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void shouldSurviveDamagedJson(int seed) {
        // given
        Random random = new Random(seed);
        byte[] json = "{\"stems\": {\"vocals\": \"/a\", \"n\": [1.5e3, true, null]}}".getBytes(StandardCharsets.UTF_8);
        for (int count = 0; count < 3; count++) {
            json[random.nextInt(json.length)] = (byte) random.nextInt();
        }

        // then
        assertThatCode(() -> {
                    try {
                        StemAnswer.vocals(json, "host");
                    } catch (RemoteSeparatorException e) {
                        assertThat(e).hasMessageContaining("at host answered with");
                    }
                })
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "RIFF\1\1\1\1WAVEfmt ",
                "RF64\u00ff\u00ff\u00ff\u00ffWAVE",
                "riff.\u0091\u00cf\u0011",
                "fLaC",
                "OggS\0",
                "ID3\4",
                "\u00ff\u00fb\u0090",
                "\u00ff\u00f1P",
                "\0\0\0\u0020ftypM4A ",
                "FORM\0\0\0\0AIFF",
                "FORM\0\0\0\0AIFC",
                "caff\0\1",
                ".snd",
                "wvpk",
                "\u001aE\u00df\u00a3"
            })
    void shouldKnowAsAudio(String start) throws IOException {
        assertThat(KnownAudio.is(file(start))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "R",
                "<html>",
                "\u00ef\u00bb\u00bf{}",
                "{\"a\": 1}",
                "RIFF\1\1\1\1AVI ",
                "PK\3\4",
                "\u0089PNG",
                "Not Found",
                "%PDF"
            })
    void shouldNotTakeForAudio(String start) throws IOException {
        assertThat(KnownAudio.is(file(start))).isFalse();
    }

    private Path file(String latin1) throws IOException {
        return Files.write(folder.resolve("file"), latin1.getBytes(StandardCharsets.ISO_8859_1));
    }
}
