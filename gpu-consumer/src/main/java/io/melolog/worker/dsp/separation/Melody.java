package io.melolog.worker.dsp.separation;

/**
 * A pitch per analysis frame.
 *
 * @param f0Hz 0 where the whole recording has none
 * @param salience of that pitch, relative to what a loud voice reaches; smoothed over frames
 */
@SuppressWarnings("ArrayRecordComponent") // bulk data inside the package
record Melody(float[] f0Hz, float[] salience) {
    /** A semitone and a half from one frame to the next is another note, not a glide. */
    private static final double JUMP_RATIO = 0.08;

    /** How far the pitch glides within a hop around a frame, in Hz. */
    double glideHz(int frameIndex) {
        return Math.max(glideHz(frameIndex, frameIndex - 1), glideHz(frameIndex, frameIndex + 1));
    }

    private double glideHz(int here, int there) {
        if (there < 0 || there >= f0Hz.length) {
            return 0;
        }
        double glide = Math.abs(f0Hz[there] - f0Hz[here]);
        return glide > JUMP_RATIO * f0Hz[here] ? 0 : glide;
    }
}
