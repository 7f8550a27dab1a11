package io.melolog.worker.dsp.separation;

import io.melolog.worker.dsp.pcm.PcmFile;
import io.melolog.worker.dsp.pcm.PcmReader;
import io.melolog.worker.dsp.pcm.PcmWriter;
import java.io.IOException;

/**
 * Writes an estimate of the vocals and what is left of the mix, so that both are within -1..1 and add up to the mix
 * clipped to that range, also after both were stored with 24 bits.
 *
 * <p>Vocals are held to what leaves the accompaniment within range, then rounded to 24 bits; the accompaniment is the
 * difference. One thread at a time; blocks are written in order.
 */
public final class ExactStems {
    private static final int FULL_SCALE_24_BIT = 1 << 23;

    private final PcmReader mix;
    private final PcmWriter vocals;
    private final PcmWriter accompaniment;
    private final int channels;
    private float[] original = new float[0];
    private float[] voice = new float[0];
    private float[] rest = new float[0];
    private long written;

    /** @throws IllegalArgumentException when rate or channels of the three differ */
    public ExactStems(PcmReader mix, PcmWriter vocals, PcmWriter accompaniment) {
        requireSameForm(mix.file(), vocals.file());
        requireSameForm(mix.file(), accompaniment.file());
        this.mix = mix;
        this.vocals = vocals;
        this.accompaniment = accompaniment;
        this.channels = mix.file().channels();
    }

    private static void requireSameForm(PcmFile mix, PcmFile stem) {
        if (mix.channels() != stem.channels() || mix.sampleRateHz() != stem.sampleRateHz()) {
            throw new IllegalArgumentException("stems must have the rate and channels of the mix");
        }
    }

    /**
     * Writes the next frames; those past the end of the mix are ignored.
     *
     * @param estimate the vocals, one array per channel; what is not a number counts as silence
     * @param frames how many, from the start of the arrays
     */
    public void write(float[][] estimate, int frames) throws IOException {
        if (original.length < frames * channels) {
            original = new float[frames * channels];
            voice = new float[frames * channels];
            rest = new float[frames * channels];
        }
        int got = mix.read(written, original, frames);
        for (int c = 0; c < channels; c++) {
            float[] plane = estimate[c];
            for (int i = 0, at = c; i < got; i++, at += channels) {
                float mixed = clipped(original[at]);
                voice[at] = vocal(plane[i], mixed);
                rest[at] = Math.clamp(mixed - voice[at], -1f, 1f);
            }
        }
        vocals.write(voice, got);
        accompaniment.write(rest, got);
        written += got;
    }

    /** Held to -1..1; what is not a number counts as silence. */
    static float clipped(float sample) {
        return Float.isNaN(sample) ? 0 : Math.clamp(sample, -1f, 1f);
    }

    private static float vocal(float estimate, float mixed) {
        if (Float.isNaN(estimate)) {
            return 0;
        }
        float held = Math.clamp(estimate, Math.max(-1f, mixed - 1f), Math.min(1f, mixed + 1f));
        int steps = Math.round(held * FULL_SCALE_24_BIT);
        return (float) Math.min(steps, FULL_SCALE_24_BIT - 1) / FULL_SCALE_24_BIT;
    }
}
