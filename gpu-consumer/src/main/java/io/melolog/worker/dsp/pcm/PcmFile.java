package io.melolog.worker.dsp.pcm;

import java.nio.file.Path;

/**
 * Decoded audio in a scratch file: raw 32-bit little-endian floats, channels interleaved, no header.
 *
 * <p>Samples are finite and nominally in -1..1; decoded lossy audio may exceed that range.
 *
 * @param path the file
 * @param sampleRateHz sample rate, 1 or more
 * @param channels channels per frame, 1 or more
 * @param sampleFrames length in frames (one sample of every channel), 0 or more
 */
public record PcmFile(Path path, int sampleRateHz, int channels, long sampleFrames) {
    public PcmFile {
        if (sampleRateHz < 1 || channels < 1 || sampleFrames < 0) {
            throw new IllegalArgumentException(
                    "no such audio: " + sampleRateHz + " Hz, " + channels + " channels, " + sampleFrames + " frames");
        }
    }

    /** Length in seconds. */
    public double durationSeconds() {
        return (double) sampleFrames / sampleRateHz;
    }

    /** Bytes of one frame. */
    public int frameBytes() {
        return channels * Float.BYTES;
    }
}
