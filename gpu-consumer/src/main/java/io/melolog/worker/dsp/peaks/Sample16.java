package io.melolog.worker.dsp.peaks;

/** Decoded floats as the 16-bit samples that audiowaveform measures. */
final class Sample16 {
    /** Larger than any sample, so that the cast rounds down for negative samples too. */
    private static final int BIAS = 1 << 20;

    private Sample16() {}

    /**
     * Rounded down after scaling by 32768, then held to 16 bits. 16-bit sources come out exact; 24-bit integers and MP3
     * are cut to 16 bits downwards by audiowaveform's decoders, which matches; those that round differ by one step at most.
     */
    static int of(float sample) {
        double scaled = Math.clamp(sample * 32768.0, -32768.0, 32767.0);
        return (int) (scaled + BIAS) - BIAS;
    }

    /** Splits interleaved frames into one plane per channel. */
    static void split(float[] interleaved, int channels, int frames, int[][] planes) {
        for (int c = 0; c < channels; c++) {
            int[] plane = planes[c];
            for (int i = 0, at = c; i < frames; i++, at += channels) {
                plane[i] = of(interleaved[at]);
            }
        }
    }

    /** Mean of all channels, rounded towards zero. */
    static void mix(float[] interleaved, int channels, int frames, int[] plane) {
        switch (channels) {
            case 1 -> {
                for (int i = 0; i < frames; i++) {
                    plane[i] = of(interleaved[i]);
                }
            }
            case 2 -> {
                for (int i = 0; i < frames; i++) {
                    plane[i] = (of(interleaved[2 * i]) + of(interleaved[2 * i + 1])) / 2;
                }
            }
            default -> mixMany(interleaved, channels, frames, plane);
        }
    }

    private static void mixMany(float[] interleaved, int channels, int frames, int[] plane) {
        for (int i = 0, at = 0; i < frames; i++) {
            int sum = 0;
            for (int c = 0; c < channels; c++) {
                sum += of(interleaved[at++]);
            }
            plane[i] = sum / channels;
        }
    }
}
