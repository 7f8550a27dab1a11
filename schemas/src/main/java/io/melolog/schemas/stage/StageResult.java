package io.melolog.schemas.stage;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import org.jspecify.annotations.Nullable;

/** What a stage says about its result beside the artifacts. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "stage")
public sealed interface StageResult {

    /** The stage's main input, as decoded. */
    SourceAudio source();

    /**
     * Two stems that add up to the input.
     *
     * @param quality what listeners can expect: {@code preview} for the built-in separator without trained weights
     */
    @JsonTypeName("separation")
    record Separation(SourceAudio source, String quality) implements StageResult {}

    /**
     * Notes and what they say about the music.
     *
     * @param noteCount notes found, 0 or more
     * @param clef of the score: {@code treble}, {@code treble_8vb} (sounding an octave lower) or {@code bass}
     * @param key of what is sung, such as {@code A minor}; null where too few notes tell
     * @param tempoBpm beats per minute; null where it cannot be known
     * @param timeSignature such as {@code 4/4} or {@code 6/8}, where the beat is a dotted quarter
     */
    @JsonTypeName("pitch")
    record Pitch(
            SourceAudio source,
            int noteCount,
            @Nullable String clef,
            @Nullable String key,
            @Nullable Double tempoBpm,
            @Nullable String timeSignature)
            implements StageResult {}

    /** Peaks at several resolutions. */
    @JsonTypeName("waveform")
    record Waveform(SourceAudio source) implements StageResult {}
}
