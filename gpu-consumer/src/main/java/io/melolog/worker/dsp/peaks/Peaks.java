package io.melolog.worker.dsp.peaks;

/**
 * Minimum and maximum sample per pixel: what a waveform is drawn from.
 *
 * @param channels channels kept apart, 1 where they were mixed
 * @param sampleRateHz of the audio
 * @param samplesPerPixel sample frames per pixel
 * @param bits 8 (values -128..127) or 16 (-32768..32767)
 * @param data per pixel, per channel: minimum, maximum; not copied
 */
@SuppressWarnings("ArrayRecordComponent") // a view on bulk data, compared by nobody
public record Peaks(int channels, int sampleRateHz, int samplesPerPixel, int bits, short[] data) {
    public Peaks {
        if (channels < 1 || (bits != 8 && bits != 16) || data.length % (2 * channels) != 0) {
            throw new IllegalArgumentException(
                    "no such peaks: " + channels + " channels, " + bits + " bits, " + data.length + " values");
        }
    }

    /** Pixels. */
    public int length() {
        return data.length / (2 * channels);
    }
}
