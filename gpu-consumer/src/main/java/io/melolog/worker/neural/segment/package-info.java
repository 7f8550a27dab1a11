/**
 * Applies networks that take segments of a fixed length to recordings of any length, rate and one or two channels.
 *
 * <p>What happens to a recording is what Demucs does (Défossez 2021, "Hybrid Spectrogram and Waveform Source Separation", and its published
 * implementation, {@code apply.py}): normalisation by mean and deviation of the mono mix, overlapping segments under triangular weights,
 * averaged random shifts.
 */
@NullMarked
package io.melolog.worker.neural.segment;

import org.jspecify.annotations.NullMarked;
