package io.melolog.worker.dsp.beat;

/**
 * Beats heard in a recording.
 *
 * @param beats their times, from the first to the last
 * @param downbeatNats for each beat how much likelier the sound makes it that a bar begins there than elsewhere, natural logarithm
 */
public record BeatTrack(BeatMap beats, double[] downbeatNats) {}
