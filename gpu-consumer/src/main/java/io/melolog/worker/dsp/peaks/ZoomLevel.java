package io.melolog.worker.dsp.peaks;

import java.util.Arrays;

/** Collects the peaks of one zoom level, block after block. Not thread-safe. */
final class ZoomLevel {
    private final Zoom zoom;
    private final int channels;
    private final int sampleRateHz;
    private final long totalFrames;
    private final int[] low;
    private final int[] high;
    private final short[] data;
    private final int divisor;
    private int pixel;

    ZoomLevel(Zoom zoom, int channels, int sampleRateHz, long totalFrames, int bits) {
        this.zoom = zoom;
        this.channels = channels;
        this.sampleRateHz = sampleRateHz;
        this.totalFrames = totalFrames;
        this.low = new int[channels];
        this.high = new int[channels];
        this.data = new short[2 * channels * zoom.pixels(sampleRateHz, totalFrames)];
        this.divisor = 1 << (16 - bits);
        startPixel();
    }

    /**
     * @param planes 16-bit samples, one array per channel
     * @param firstFrame where the block starts in the recording; blocks come in order, without gaps
     */
    void add(int[][] planes, long firstFrame, int frames) {
        int from = 0;
        while (from < frames) {
            long pixelEnd = Math.min(zoom.firstFrame(pixel + 1, sampleRateHz, totalFrames), totalFrames);
            int to = (int) Math.min(frames, pixelEnd - firstFrame);
            for (int c = 0; c < channels; c++) {
                widen(c, planes[c], from, to);
            }
            if (firstFrame + to == pixelEnd) {
                endPixel();
            }
            from = to;
        }
    }

    private void widen(int channel, int[] samples, int from, int to) {
        int min = low[channel];
        int max = high[channel];
        for (int i = from; i < to; i++) {
            min = Math.min(min, samples[i]);
            max = Math.max(max, samples[i]);
        }
        low[channel] = min;
        high[channel] = max;
    }

    private void endPixel() {
        int at = 2 * channels * pixel;
        for (int c = 0; c < channels; c++) {
            data[at + 2 * c] = (short) (low[c] / divisor);
            data[at + 2 * c + 1] = (short) (high[c] / divisor);
        }
        pixel++;
        startPixel();
    }

    private void startPixel() {
        Arrays.fill(low, Integer.MAX_VALUE);
        Arrays.fill(high, Integer.MIN_VALUE);
    }

    Peaks peaks(int bits) {
        return new Peaks(channels, sampleRateHz, zoom.samplesPerPixel(sampleRateHz, totalFrames), bits, data);
    }
}
