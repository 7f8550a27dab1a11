/**
 * Changes of sample rate.
 *
 * <p>Source: Crochiere and Rabiner, <i>Multirate Digital Signal Processing</i> (1983), chapter 4 (polyphase structures);
 * Kaiser, "Nonrecursive digital filter design using the I0-sinh window function" (ISCAS 1974).
 */
@NullMarked
package io.melolog.worker.dsp.resample;

import org.jspecify.annotations.NullMarked;
