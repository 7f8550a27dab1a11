package io.melolog.worker.decode.child;

/** What may be decoded. Everything else FFmpeg knows (playlists, images, network formats) is refused. */
final class AudioFormats {
    static final int MIN_RATE_HZ = 4_000;
    static final int MAX_RATE_HZ = 192_000;
    static final int MAX_CHANNELS = 64;

    /** FFmpeg's demuxers by name. */
    static final String CONTAINERS = "wav,w64,aiff,mp3,aac,flac,ogg,mov,matroska";

    /** FFmpeg's decoders by name. */
    static final String CODECS = String.join(
            ",",
            "mp3float,mp3,mp2float,mp2,mp1float,mp1,aac,flac,vorbis,opus,alac,ac3,eac3",
            "pcm_u8,pcm_s8,pcm_s16le,pcm_s16be,pcm_u16le,pcm_u16be,pcm_s24le,pcm_s24be,pcm_u24le,pcm_u24be",
            "pcm_s32le,pcm_s32be,pcm_u32le,pcm_u32be,pcm_s64le,pcm_s64be",
            "pcm_f32le,pcm_f32be,pcm_f64le,pcm_f64be,pcm_alaw,pcm_mulaw",
            "adpcm_ms,adpcm_ima_wav,adpcm_ima_qt,adpcm_g722,adpcm_g726,adpcm_g726le,adpcm_yamaha");

    private AudioFormats() {}

    static void check(int sampleRateHz, int channels) throws ChildException {
        if (sampleRateHz < MIN_RATE_HZ || sampleRateHz > MAX_RATE_HZ) {
            throw new ChildException(
                    ChildFailure.UNSUPPORTED,
                    "a sample rate of " + Integer.toUnsignedString(sampleRateHz) + " Hz, outside " + MIN_RATE_HZ
                            + " to " + MAX_RATE_HZ + " Hz");
        }
        if (channels < 1 || channels > MAX_CHANNELS) {
            throw new ChildException(ChildFailure.UNSUPPORTED, channels + " channels, outside 1 to " + MAX_CHANNELS);
        }
    }
}
