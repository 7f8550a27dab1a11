package io.melolog.worker.neural.checkpoint;

/**
 * A tensor of a checkpoint, as float32 whatever it was saved as, contiguous, last dimension fastest.
 *
 * @param shape its dimensions; empty for a scalar
 * @param values as many as the product of the shape
 */
public record CheckpointTensor(long[] shape, float[] values) {}
