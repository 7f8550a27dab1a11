package io.melolog.worker.decode;

/**
 * What decoded audio should look like.
 *
 * @param targetRateHz 4,000 to 192,000, or 0 for the source's rate
 * @param targetChannels 1 or 2, or 0 for the source's, at most 2
 * @param maxSeconds longer audio is refused; more than 0
 */
public record DecodeRequest(int targetRateHz, int targetChannels, double maxSeconds) {
    public DecodeRequest {
        if (targetRateHz != 0 && (targetRateHz < 4_000 || targetRateHz > 192_000)) {
            throw new IllegalArgumentException("no such rate: " + targetRateHz + " Hz");
        }
        if (targetChannels < 0 || targetChannels > 2 || !(maxSeconds > 0)) {
            throw new IllegalArgumentException(
                    "no such request: " + targetChannels + " channels, at most " + maxSeconds + " s");
        }
    }

    /** The source's rate and channels (a downmix to stereo where there are more). */
    public static DecodeRequest original(double maxSeconds) {
        return new DecodeRequest(0, 0, maxSeconds);
    }

    /** One channel (the mean of a stereo pair) at a rate. */
    public static DecodeRequest mono(int targetRateHz, double maxSeconds) {
        return new DecodeRequest(targetRateHz, 1, maxSeconds);
    }
}
