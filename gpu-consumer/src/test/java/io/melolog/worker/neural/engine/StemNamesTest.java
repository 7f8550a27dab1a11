package io.melolog.worker.neural.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StemNamesTest {
    @ParameterizedTest
    @ValueSource(strings = {"vocals", "drums", "a", "lead-guitar", "808", "0-1"})
    void shouldTakeNamesThatFilesMayHave(String name) {
        assertThat(StemNames.isName(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-a",
                "Drums",
                "a b",
                "a/b",
                "..",
                "a.flac",
                "a_b",
                "é",
                "a\n",
                "a\u0000",
                "٣",
                "123456789012345678901234567890123"
            })
    void shouldRefuseOtherNames(String name) {
        assertThat(StemNames.isName(name)).isFalse();
        assertThatThrownBy(() -> StemNames.check(List.of("vocals", name)))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("lower-case letters");
    }

    @Test
    void shouldTakeTheStemsOfTheOfficialModels() {
        assertThatCode(() -> StemNames.check(List.of("drums", "bass", "other", "vocals", "guitar", "piano")))
                .doesNotThrowAnyException();
        assertThatCode(() -> StemNames.check(List.of("vocals"))).doesNotThrowAnyException();
        assertThatCode(() -> StemNames.check(stems(StemNames.MOST))).doesNotThrowAnyException();
    }

    @Test
    void shouldSayWhyStemsAreRefused() {
        assertThatThrownBy(() -> StemNames.check(List.of())).hasMessageContaining("has 0");
        assertThatThrownBy(() -> StemNames.check(stems(StemNames.MOST + 1))).hasMessageContaining("has 15");
        assertThatThrownBy(() -> StemNames.check(List.of("vocals", "bass", "bass")))
                .hasMessageContaining("same name");
        assertThatThrownBy(() -> StemNames.check(List.of("drums", "voice")))
                .hasMessage("The model has no stem called vocals; its stems are drums, voice.");
    }

    private static List<String> stems(int count) {
        return Stream.concat(Stream.of("vocals"), IntStream.range(1, count).mapToObj(i -> "stem" + i))
                .toList();
    }
}
