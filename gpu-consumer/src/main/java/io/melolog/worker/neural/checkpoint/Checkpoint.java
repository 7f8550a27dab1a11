package io.melolog.worker.neural.checkpoint;

import java.util.Map;

/**
 * A network as a checkpoint describes it.
 *
 * @param networkClass the qualified name of the class that was saved, such as {@code demucs.htdemucs.HTDemucs}; only a name
 * @param arguments of its constructor by name: {@link String}, {@link Long}, {@link Double}, {@link Boolean}, {@link java.util.List},
 *     {@link java.util.Map}, {@link Fraction}, or null
 * @param state its tensors by name, in the order of the file
 */
public record Checkpoint(String networkClass, Map<String, Object> arguments, Map<String, CheckpointTensor> state) {
    /** A ratio of integers, as segment lengths are saved. */
    public record Fraction(long numerator, long denominator) {}
}
