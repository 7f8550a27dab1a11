package io.melolog.worker.dsp.separation;

import io.melolog.worker.dsp.fft.Stft;
import io.melolog.worker.dsp.pcm.PcmReader;
import java.io.IOException;
import java.util.Arrays;

/** The short-time spectra of a clipped recording in order, one per {@link #next}. Holds one window. Not thread-safe. */
final class FrameStream {
    private final PcmReader reader;
    private final Stft stft;
    private final int channels;
    private final int frames;
    private final float[] interleaved;
    private final float[][] samples;
    private final float[][] re;
    private final float[][] im;
    private int frameIndex = -1;

    FrameStream(PcmReader reader, Stft stft) {
        this.reader = reader;
        this.stft = stft;
        this.channels = reader.file().channels();
        this.frames = stft.frames(reader.file().sampleFrames());
        this.interleaved = new float[stft.hopSamples() * channels];
        this.samples = new float[channels][stft.windowSamples()];
        this.re = new float[channels][stft.bins()];
        this.im = new float[channels][stft.bins()];
    }

    /** Frames in all. */
    int frames() {
        return frames;
    }

    int frameIndex() {
        return frameIndex;
    }

    int sampleRateHz() {
        return reader.file().sampleRateHz();
    }

    int channels() {
        return channels;
    }

    int windowSamples() {
        return stft.windowSamples();
    }

    int hopSamples() {
        return stft.hopSamples();
    }

    int bins() {
        return stft.bins();
    }

    /** Moves on by one hop; false after the last frame. */
    boolean next() throws IOException {
        if (frameIndex + 1 >= frames) {
            return false;
        }
        frameIndex++;
        int hop = stft.hopSamples();
        int kept = stft.windowSamples() - hop;
        int got = reader.read((long) frameIndex * hop, interleaved, hop);
        for (int c = 0; c < channels; c++) {
            float[] window = samples[c];
            System.arraycopy(window, hop, window, 0, kept);
            for (int i = 0; i < hop; i++) {
                window[kept + i] = i < got ? ExactStems.clipped(interleaved[i * channels + c]) : 0;
            }
            stft.analyze(window, 0, re[c], im[c]);
        }
        return true;
    }

    /** Power of (left + right) / 2 and (left - right) / 2 per bin; a mono recording has no side. */
    void midSidePower(float[] mid, float[] side) {
        float[] leftRe = re[0];
        float[] leftIm = im[0];
        float[] rightRe = re[channels - 1];
        float[] rightIm = im[channels - 1];
        for (int k = 0; k < mid.length; k++) {
            float midRe = 0.5f * (leftRe[k] + rightRe[k]);
            float midIm = 0.5f * (leftIm[k] + rightIm[k]);
            float sideRe = 0.5f * (leftRe[k] - rightRe[k]);
            float sideIm = 0.5f * (leftIm[k] - rightIm[k]);
            mid[k] = midRe * midRe + midIm * midIm;
            side[k] = sideRe * sideRe + sideIm * sideIm;
        }
    }

    /**
     * Adds the signal of this frame with mid and side scaled, bin by bin, to {@code sums} (one window per channel). Spectra of
     * this frame are used up.
     */
    void synthesizeMidSide(float[] midGains, float[] sideGains, float[][] sums) {
        if (channels == 1) {
            synthesizeAdd(midGains, sums);
            return;
        }
        scaleMidSide(re[0], re[1], midGains, sideGains);
        scaleMidSide(im[0], im[1], midGains, sideGains);
        stft.synthesizeAdd(re[0], im[0], sums[0], 0);
        stft.synthesizeAdd(re[1], im[1], sums[1], 0);
    }

    private static void scaleMidSide(float[] left, float[] right, float[] midGains, float[] sideGains) {
        for (int k = 0; k < left.length; k++) {
            float mid = 0.5f * (left[k] + right[k]) * midGains[k];
            float side = 0.5f * (left[k] - right[k]) * sideGains[k];
            left[k] = mid + side;
            right[k] = mid - side;
        }
    }

    /** Adds the signal of this frame's spectra, each bin scaled by its gain, to {@code sums} (one window per channel). */
    void synthesizeAdd(float[] gains, float[][] sums) {
        for (int c = 0; c < channels; c++) {
            for (int k = 0; k < gains.length; k++) {
                re[c][k] *= gains[k];
                im[c][k] *= gains[k];
            }
            stft.synthesizeAdd(re[c], im[c], sums[c], 0);
        }
    }

    /** Drops the hop that is complete and makes room for the next. */
    static void moveOn(float[][] sums, int hop) {
        for (float[] sum : sums) {
            System.arraycopy(sum, hop, sum, 0, sum.length - hop);
            Arrays.fill(sum, sum.length - hop, sum.length, 0);
        }
    }
}
