package io.melolog.worker.dsp.note;

import static org.assertj.core.api.Assertions.assertThat;

import io.melolog.worker.dsp.contour.Contour;
import io.melolog.worker.dsp.contour.Contours;
import io.melolog.worker.dsp.f0.F0Track;
import io.melolog.worker.dsp.f0.Signals;
import java.util.List;
import org.junit.jupiter.api.Test;

class MelodyTest {
    private static final double F0_HZ = 220;

    @Test
    void shouldBeVoicedInsideNotesOnly() {
        // given
        Contour contour =
                Contours.of(Signals.concat(Signals.silence(0.5), Signals.tone(1, F0_HZ, 0.3), Signals.silence(0.5)));
        List<Note> notes = HmmNoteTranscriber.STANDARD.transcribe(contour);

        // when
        F0Track melody = Melody.of(notes, contour);

        // then
        assertThat(melody.frames()).isEqualTo(contour.frames());
        for (int t = 0; t < melody.frames(); t++) {
            double at = melody.timeSeconds(t);
            boolean inside = notes.stream().anyMatch(n -> at >= n.onsetSeconds() - 1e-6 && at < n.endSeconds() - 1e-6);
            assertThat(melody.voiced(t)).as("at %f", at).isEqualTo(inside);
        }
        assertSteady(melody, 0.52, 1.48);
    }

    @Test
    void shouldBringAFewFramesOfAnotherOctaveBackAndFillAGap() {
        // given
        float[] tone = Signals.concat(
                Signals.silence(0.3),
                Signals.tone(0.4, F0_HZ, 0.3),
                Signals.tone(0.04, 2 * F0_HZ, 0.3),
                Signals.tone(0.4, F0_HZ, 0.3),
                Signals.noise(0.02, 0.1, 1),
                Signals.tone(0.4, F0_HZ, 0.3),
                Signals.silence(0.3));
        Contour contour = Contours.of(tone);
        double onset = 0.3;
        double length = 1.26;
        Note whole = new Note(onset, length, 57, "A3", F0_HZ, 0, 0.9);

        // when
        F0Track melody = Melody.of(List.of(whole), contour);

        // then
        assertSteady(melody, onset + 0.02, onset + length - 0.02);
    }

    private static void assertSteady(F0Track melody, double fromSeconds, double toSeconds) {
        for (int t = 0; t < melody.frames(); t++) {
            if (melody.timeSeconds(t) > fromSeconds && melody.timeSeconds(t) < toSeconds) {
                assertThat(melody.voiced(t)).as("frame %d", t).isTrue();
                assertThat(Math.abs(Pitch.midi(melody.f0Hz(t).orElseThrow()) - 57))
                        .as("frame %d", t)
                        .isLessThan(0.5);
            }
        }
    }
}
