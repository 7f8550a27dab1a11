package io.melolog.worker.dsp.onset;

import io.melolog.worker.dsp.contour.Contour;

/** Says where notes may begin, whatever their pitch. Implementations are immutable, so threads may share them. */
public interface OnsetDetector {

    /** The evidence of a frame that is no candidate. */
    float NONE = -9;

    /** Per frame of the contour, the logarithm of the odds that a note begins there; {@link #NONE} for most frames. */
    float[] evidence(Contour contour);
}
