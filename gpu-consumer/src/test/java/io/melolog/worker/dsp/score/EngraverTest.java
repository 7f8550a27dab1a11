package io.melolog.worker.dsp.score;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EngraverTest {
    private static final Set<Integer> PRINTABLE = Set.of(1, 2, 3, 4, 6, 8, 12, 16);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void shouldFillEveryBarAndLoseNothing(long seed) {
        // given
        List<GridNote> notes = Quantiser.quantise(Melodies.random(seed), new BeatGrid(97, -0.4, true));

        // when
        List<List<Symbol>> bars = Engraver.bars(notes);

        // then
        for (List<Symbol> bar : bars) {
            int at = 0;
            for (Symbol symbol : bar) {
                assertThat(symbol.start()).isEqualTo(at);
                assertThat(PRINTABLE).contains(symbol.length());
                at += symbol.length();
            }
            assertThat(at).isEqualTo(16);
        }
        assertThat(tiedTogether(bars)).isEqualTo(notes);
    }

    @Test
    void shouldWriteAnEmptyScoreAsOneWholeRest() {
        assertThat(Engraver.bars(List.of())).containsExactly(List.of(Symbol.rest(0, 16)));
    }

    @Test
    void shouldTieOverTheBarline() {
        // when
        List<List<Symbol>> bars = Engraver.bars(List.of(new GridNote(12, 12, 60)));

        // then
        assertThat(bars).hasSize(2);
        assertThat(bars.getFirst().getLast()).isEqualTo(new Symbol(12, 4, 60, false, false, true));
        assertThat(bars.getLast().getFirst()).isEqualTo(new Symbol(0, 8, 60, false, true, false));
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23, 24})
    void shouldQuantiseToOneVoice(long seed) {
        // when
        List<GridNote> notes = Quantiser.quantise(Melodies.random(seed), BeatGrid.UNKNOWN);

        // then
        for (int i = 1; i < notes.size(); i++) {
            assertThat(notes.get(i).start())
                    .isGreaterThanOrEqualTo(notes.get(i - 1).end());
        }
        assertThat(notes).allSatisfy(note -> assertThat(note.length()).isPositive());
    }

    private static List<GridNote> tiedTogether(List<List<Symbol>> bars) {
        List<GridNote> notes = new ArrayList<>();
        for (int bar = 0; bar < bars.size(); bar++) {
            for (Symbol symbol : bars.get(bar)) {
                int start = 16 * bar + symbol.start();
                if (symbol.tiedFrom()) {
                    GridNote before = notes.removeLast();
                    assertThat(before.end()).isEqualTo(start);
                    assertThat(before.midi()).isEqualTo(symbol.midi());
                    notes.add(new GridNote(before.start(), before.length() + symbol.length(), symbol.midi()));
                } else if (!symbol.rest()) {
                    notes.add(new GridNote(start, symbol.length(), symbol.midi()));
                }
            }
        }
        return notes;
    }
}
