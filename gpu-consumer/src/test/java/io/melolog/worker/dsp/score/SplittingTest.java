package io.melolog.worker.dsp.score;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SplittingTest {
    private static final List<Meter> METERS = List.of(Meter.COMMON, Meter.WALTZ, Meter.MARCH, Meter.JIG);

    @ParameterizedTest
    @CsvSource({
        "0,96,96", // whole
        "0,72,72", // dotted half
        "0,36,36", // dotted quarter
        "24,48,48", // quarter, half, quarter
        "12,24,24", // eighth, quarter, eighth
        "36,24,12 12", // not over the middle
        "24,36,24 12",
        "72,24,24",
        "0,60,48 12",
        "0,30,24 6",
        "18,12,6 6",
        "6,12,12"
    })
    void shouldWriteNotesAsMusiciansDo(int start, int length, String pieces) {
        assertThat(Splitting.note(Meter.COMMON, start, length)).isEqualTo(ints(pieces));
    }

    @ParameterizedTest
    @CsvSource({"0,96,96", "24,48,24 24", "48,48,48", "0,72,48 24", "12,36,12 24", "6,18,6 12", "0,36,24 12"})
    void shouldShowTheBeatsInRests(int start, int length, String pieces) {
        assertThat(Splitting.rest(Meter.COMMON, start, length)).isEqualTo(ints(pieces));
    }

    @ParameterizedTest
    @CsvSource({"0,72,72", "0,36,36", "12,24,24", "24,24,12 12", "0,24,24", "12,36,24 12"})
    void shouldShowTheTwoBeatsOfSixEight(int start, int length, String pieces) {
        assertThat(Splitting.note(Meter.JIG, start, length)).isEqualTo(ints(pieces));
    }

    @Test
    void shouldFillAnyStretchWithSymbolsThatExist() {
        for (Meter meter : METERS) {
            for (int start = 0; start < meter.barTicks(); start += 6) {
                for (int end = start + 6; end <= meter.barTicks(); end += 6) {
                    for (List<Integer> pieces : List.of(
                            Splitting.note(meter, start, end - start), Splitting.rest(meter, start, end - start))) {
                        assertThat(pieces.stream().mapToInt(Integer::intValue).sum())
                                .isEqualTo(end - start);
                        assertThat(pieces).allMatch(NoteValue::exists);
                    }
                }
            }
        }
    }

    @Test
    void shouldFillBeatsOfThreeWithTripletsOnly() {
        assertThat(Splitting.note(Meter.COMMON, 0, 8)).containsExactly(8);
        assertThat(Splitting.note(Meter.COMMON, 8, 16)).containsExactly(16);
        assertThat(Splitting.note(Meter.COMMON, 16, 32)).containsExactly(8, 24);
        assertThat(Splitting.note(Meter.COMMON, 0, 32)).containsExactly(24, 8);
        assertThat(Splitting.rest(Meter.COMMON, 8, 8)).containsExactly(8);
    }

    private static List<Integer> ints(String text) {
        return List.of(text.split(" ")).stream().map(Integer::valueOf).toList();
    }
}
