package io.melolog.worker.dsp.beat;

/**
 * Beats heard in a recording, and what else it says of the music.
 *
 * @param beats their times, from the first to the last
 * @param downbeatNats for each beat how much likelier the sound makes it that a bar begins there than elsewhere, natural logarithm
 * @param chroma how strongly each of the twelve pitch classes sounds, C first
 */
public record BeatTrack(BeatMap beats, double[] downbeatNats, double[] chroma) {
    public BeatTrack {
        if (downbeatNats.length != beats.size() || chroma.length != 12) {
            throw new IllegalArgumentException("one value for each beat and for each pitch class");
        }
    }
}
