package io.melolog.worker.dsp.score;

import java.util.OptionalDouble;

/** What the audio to be transcribed is: that decides whether quiet passages are to be believed. */
public sealed interface PitchSource {

    /** A recording as it came: every sound counts, however quiet. */
    record Upload() implements PitchSource {}

    /**
     * Vocals from a separator, gated against the level of what they were separated from.
     *
     * @param mixLevelDb the mix's {@link io.melolog.worker.dsp.note.FrameLevels#loudDb}; when empty, the vocals' own level
     */
    record SeparatedVocals(OptionalDouble mixLevelDb) implements PitchSource {}
}
