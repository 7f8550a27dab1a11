package io.melolog.schemas.stage;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a submission may ask of a stage; part of every work id, so that other parameters are other work. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "stage")
public sealed interface StageParameters {

    /**
     * How a segmenting network is used; other separators have nothing to set.
     *
     * @param shifts how many randomly shifted passes are averaged, 1..10; absent for one pass without a shift
     * @param seed of those shifts; absent without shifts
     */
    @JsonTypeName("separation")
    record Separation(@Nullable Integer shifts, @Nullable Long seed) implements StageParameters {
        /** The most passes. */
        public static final int MAX_SHIFTS = 10;

        /** One pass. */
        public static final Separation DEFAULT = new Separation(null, null);

        public Separation {
            if (shifts != null && (shifts < 0 || shifts > MAX_SHIFTS)) {
                throw new IllegalArgumentException("0 <= shifts <= 10, not " + shifts);
            }
            // One text for one meaning: equal parameters are one work.
            shifts = Integer.valueOf(0).equals(shifts) ? null : shifts;
            seed = shifts == null || Long.valueOf(0).equals(seed) ? null : seed;
        }

        /** Passes with a random shift; 0 for one pass without. */
        public int shiftCount() {
            return shifts == null ? 0 : shifts;
        }

        /** Of the random shifts. */
        public long shiftSeed() {
            return seed == null ? 0 : seed;
        }
    }

    /**
     * Range of the pitch tracker, and how the score is written.
     *
     * @param minF0Hz lowest fundamental searched, 30 Hz or more
     * @param maxF0Hz highest fundamental searched, above {@code minF0Hz}, 4,000 Hz or less
     * @param transposeSemitones how much higher than sung the score is written, -24..24 and not 0; absent for a score as sung
     */
    @JsonTypeName("pitch")
    record Pitch(double minF0Hz, double maxF0Hz, @Nullable Integer transposeSemitones) implements StageParameters {
        /** The largest transposition, up or down. */
        public static final int MAX_TRANSPOSE_SEMITONES = 24;

        /** C2 to C7, librosa's usual range for a voice; a score as sung. */
        public static final Pitch DEFAULT = new Pitch(65.40639132514966, 2093.004522404789, null);

        public Pitch {
            if (!(minF0Hz >= 30 && minF0Hz < maxF0Hz && maxF0Hz <= 4000)) {
                throw new IllegalArgumentException("30 <= minF0Hz < maxF0Hz <= 4000, not " + minF0Hz + ".." + maxF0Hz);
            }
            if (transposeSemitones != null && Math.abs(transposeSemitones) > MAX_TRANSPOSE_SEMITONES) {
                throw new IllegalArgumentException("-24 <= transposeSemitones <= 24, not " + transposeSemitones);
            }
            // One text for one meaning: equal parameters are one work.
            transposeSemitones = Integer.valueOf(0).equals(transposeSemitones) ? null : transposeSemitones;
        }

        /** The same with the score written that many semitones higher, -24..24. */
        public Pitch transposed(int semitones) {
            return new Pitch(minF0Hz, maxF0Hz, semitones);
        }

        /** How much higher than sung the score is written, semitones. */
        public int transposition() {
            return transposeSemitones == null ? 0 : transposeSemitones;
        }
    }

    /**
     * Resolutions of the waveform.
     *
     * @param pixelsPerSecond of {@code waveform.json}, 1..1000
     * @param samplesPerPixel of {@code waveform-<n>.json}, each 2 or more
     * @param overviewPeaks points of {@code waveform-overview.json}, 1..100,000
     */
    @JsonTypeName("waveform")
    record Waveform(int pixelsPerSecond, List<Integer> samplesPerPixel, int overviewPeaks) implements StageParameters {
        public static final Waveform DEFAULT = new Waveform(20, List.of(256, 1024, 4096), 4000);

        public Waveform {
            samplesPerPixel = List.copyOf(samplesPerPixel);
            if (pixelsPerSecond < 1 || pixelsPerSecond > 1000 || overviewPeaks < 1 || overviewPeaks > 100_000) {
                throw new IllegalArgumentException("no such waveform resolution");
            }
        }
    }
}
