package io.melolog.worker.dsp.peaks;

/** How many sample frames one pixel of a waveform stands for. */
public sealed interface Zoom {
    /** The first frame of pixel {@code pixel} in a recording of {@code totalFrames} frames. */
    long firstFrame(int pixel, int sampleRateHz, long totalFrames);

    /** Pixels that cover {@code totalFrames} frames, the last one possibly in part. */
    int pixels(int sampleRateHz, long totalFrames);

    /** What the file says; rounded to the nearest where pixels differ by a frame. At least 1. */
    int samplesPerPixel(int sampleRateHz, long totalFrames);

    /** The same number of frames in every pixel. @param samples 1 or more */
    record SamplesPerPixel(int samples) implements Zoom {
        public SamplesPerPixel {
            requirePositive(samples);
        }

        @Override
        public long firstFrame(int pixel, int sampleRateHz, long totalFrames) {
            return (long) pixel * samples;
        }

        @Override
        public int pixels(int sampleRateHz, long totalFrames) {
            return Math.toIntExact(Math.ceilDiv(totalFrames, (long) samples));
        }

        @Override
        public int samplesPerPixel(int sampleRateHz, long totalFrames) {
            return samples;
        }
    }

    /** As audiowaveform derives it: sample rate / pixels, rounded down. @param pixels 1 or more */
    record PixelsPerSecond(int pixels) implements Zoom {
        public PixelsPerSecond {
            requirePositive(pixels);
        }

        @Override
        public long firstFrame(int pixel, int sampleRateHz, long totalFrames) {
            return (long) pixel * samplesPerPixel(sampleRateHz, totalFrames);
        }

        @Override
        public int pixels(int sampleRateHz, long totalFrames) {
            return Math.toIntExact(Math.ceilDiv(totalFrames, (long) samplesPerPixel(sampleRateHz, totalFrames)));
        }

        @Override
        public int samplesPerPixel(int sampleRateHz, long totalFrames) {
            return Math.max(1, sampleRateHz / pixels);
        }
    }

    /** The whole recording in exactly this many pixels, or one per frame when it is shorter. @param pixels 1 or more */
    record Overview(int pixels) implements Zoom {
        public Overview {
            requirePositive(pixels);
        }

        @Override
        public long firstFrame(int pixel, int sampleRateHz, long totalFrames) {
            return pixel * totalFrames / Math.max(1, pixels(sampleRateHz, totalFrames));
        }

        @Override
        public int pixels(int sampleRateHz, long totalFrames) {
            return (int) Math.min(pixels, totalFrames);
        }

        @Override
        public int samplesPerPixel(int sampleRateHz, long totalFrames) {
            return (int) Math.max(1, Math.round((double) totalFrames / pixels));
        }
    }

    private static void requirePositive(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("a zoom level must be 1 or more: " + count);
        }
    }
}
