package io.melolog.worker.dsp.separation;

/**
 * A pitch per analysis frame.
 *
 * @param f0Hz 0 where the whole recording has none
 * @param salience of that pitch, relative to what a loud voice reaches; smoothed over frames
 */
@SuppressWarnings("ArrayRecordComponent") // bulk data inside the package
record Melody(float[] f0Hz, float[] salience) {}
