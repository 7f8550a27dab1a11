package io.melolog.worker.dsp.score;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyFinderTest {
    private static final int[] TWINKLE = {60, 60, 67, 67, 69, 69, 67, 65, 65, 64, 64, 62, 62, 60};
    private static final int[] GREENSLEEVES = {
        69, 72, 74, 76, 77, 76, 74, 71, 67, 69, 71, 72, 69, 69, 68, 69, 71, 68, 64
    };

    @ParameterizedTest
    @CsvSource({"0,C major", "1,Db major", "2,D major", "3,Eb major", "6,F# major", "8,Ab major", "-1,B major"})
    void shouldFindTheKeyOfASongInEveryKey(int semitones, String expected) {
        assertThat(keyOf(TWINKLE, semitones)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"0,A minor", "1,Bb minor", "-2,G minor", "4,C# minor"})
    void shouldFindMinorKeys(int semitones, String expected) {
        assertThat(keyOf(GREENSLEEVES, semitones)).isEqualTo(expected);
    }

    @Test
    void shouldKnowNoKeyWithoutNotes() {
        assertThat(KeyFinder.find(List.of(), new double[12])).isEmpty();
    }

    private static String keyOf(int[] melody, int semitones) {
        int[] moved = Arrays.stream(melody).map(midi -> midi + semitones).toArray();
        return KeyFinder.find(Melodies.line(100, 0, new double[] {1}, moved), new double[12])
                .orElseThrow()
                .name();
    }
}
