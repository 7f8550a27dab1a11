package io.melolog.ingest.upload;

import java.util.Optional;

/**
 * A frame header of MPEG audio (ISO/IEC 11172-3 2.4.1.3 and 13818-3; version 2.5 by convention) or of AAC in ADTS (ISO/IEC 13818-7 6.2).
 *
 * @param lengthBytes from this header to the next
 * @param kind what must not change from frame to frame: version, layer and sample rate
 */
record MpegFrame(int lengthBytes, int kind, boolean adts) {
    private static final int HEADER_BYTES = 4;
    private static final int ADTS_HEADER_BYTES = 7;
    private static final int[] SAMPLE_RATES_HZ = {44_100, 48_000, 32_000};
    private static final int[] V1_LAYER_1 = {0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448};
    private static final int[] V1_LAYER_2 = {0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384};
    private static final int[] V1_LAYER_3 = {0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320};
    private static final int[] V2_LAYER_1 = {0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256};
    private static final int[] V2_LAYER_2_3 = {0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160};

    /** The header at an offset; empty where there is none, or one whose length cannot be known (free format). */
    static Optional<MpegFrame> at(byte[] bytes, int offset) {
        if (offset + HEADER_BYTES > bytes.length
                || bytes[offset] != (byte) 0xFF
                || (bytes[offset + 1] & 0xE0) != 0xE0) {
            return Optional.empty();
        }
        int layer = 4 - ((bytes[offset + 1] >> 1) & 3);
        return layer == 4 ? adts(bytes, offset) : mpeg(bytes, offset, layer);
    }

    private static Optional<MpegFrame> mpeg(byte[] bytes, int offset, int layer) {
        int version = (bytes[offset + 1] >> 3) & 3;
        int bitrateIndex = (bytes[offset + 2] >> 4) & 15;
        int rateIndex = (bytes[offset + 2] >> 2) & 3;
        if (version == 1 || rateIndex == 3 || bitrateIndex == 0 || bitrateIndex == 15) {
            return Optional.empty();
        }
        boolean first = version == 3;
        int sampleRateHz = SAMPLE_RATES_HZ[rateIndex] >> (first ? 0 : version == 2 ? 1 : 2);
        int bitrate = bitrates(first, layer)[bitrateIndex] * 1000;
        int padding = (bytes[offset + 2] >> 1) & 1;
        int length = layer == 1
                ? (12 * bitrate / sampleRateHz + padding) * 4
                : (layer == 3 && !first ? 72 : 144) * bitrate / sampleRateHz + padding;
        return Optional.of(new MpegFrame(length, version << 4 | layer << 2 | rateIndex, false));
    }

    private static int[] bitrates(boolean first, int layer) {
        if (first) {
            return layer == 1 ? V1_LAYER_1 : layer == 2 ? V1_LAYER_2 : V1_LAYER_3;
        }
        return layer == 1 ? V2_LAYER_1 : V2_LAYER_2_3;
    }

    private static Optional<MpegFrame> adts(byte[] bytes, int offset) {
        if (offset + ADTS_HEADER_BYTES > bytes.length || (bytes[offset + 1] & 0xF0) != 0xF0) {
            return Optional.empty();
        }
        int rateIndex = (bytes[offset + 2] >> 2) & 15;
        int length = (bytes[offset + 3] & 3) << 11 | (bytes[offset + 4] & 0xFF) << 3 | (bytes[offset + 5] & 0xE0) >> 5;
        return rateIndex > 12 || length < ADTS_HEADER_BYTES
                ? Optional.empty()
                : Optional.of(new MpegFrame(length, rateIndex, true));
    }

    /**
     * Whether frames follow one another from an offset, each where the one before ends.
     *
     * @param frames how many, where the bytes do not end before
     */
    static Optional<MpegFrame> run(byte[] bytes, int offset, int frames, boolean mayEndEarly) {
        Optional<MpegFrame> first = at(bytes, offset);
        if (first.isEmpty()) {
            return Optional.empty();
        }
        int next = offset;
        MpegFrame frame = first.get();
        for (int seen = 1; seen < frames; seen++) {
            next += frame.lengthBytes;
            if (mayEndEarly && next + ADTS_HEADER_BYTES > bytes.length) {
                return first;
            }
            Optional<MpegFrame> following = at(bytes, next);
            if (following.isEmpty() || following.get().kind != frame.kind || following.get().adts != frame.adts) {
                return Optional.empty();
            }
            frame = following.get();
        }
        return first;
    }
}
