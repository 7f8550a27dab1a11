package io.melolog.worker.dsp.score;

import io.melolog.worker.dsp.beat.BeatTrack;
import java.util.Optional;

/**
 * What a score is to be made of besides the notes.
 *
 * @param accompaniment the beats of what goes with the melody; empty where nothing does
 * @param transposeSemitones how much higher than sung it is written, -24..24
 */
public record ScoreRequest(Optional<BeatTrack> accompaniment, int transposeSemitones) {
    /** The notes alone, as sung. */
    public static final ScoreRequest AS_SUNG = new ScoreRequest(Optional.empty(), 0);
}
