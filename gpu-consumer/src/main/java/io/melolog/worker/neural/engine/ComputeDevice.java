package io.melolog.worker.neural.engine;

/**
 * What networks run on.
 *
 * @param gpu which GPU, from 0; -1 for the CPU
 */
public record ComputeDevice(int gpu) {
    public static final ComputeDevice CPU = new ComputeDevice(-1);

    public boolean isGpu() {
        return gpu >= 0;
    }

    /** {@code cpu} or {@code cuda:0}, as results name it. */
    @Override
    public String toString() {
        return isGpu() ? "cuda:" + gpu : "cpu";
    }
}
