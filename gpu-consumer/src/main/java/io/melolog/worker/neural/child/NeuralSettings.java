package io.melolog.worker.neural.child;

import java.nio.file.Path;
import java.time.Duration;

/**
 * The child process.
 *
 * @param folder where native libraries are unpacked once (450 MB); also the child's working folder
 * @param maxHeapBytes of the child's JVM; weights and activations come on top
 * @param idle a child without work for so long is ended and gives its memory back
 * @param hang a child that has work and shows no progress for so long is killed; loading a model counts as none
 */
public record NeuralSettings(Path folder, EngineSettings engine, long maxHeapBytes, Duration idle, Duration hang) {
    private static final long MIN_HEAP_BYTES = 64L << 20;

    public NeuralSettings {
        if (maxHeapBytes < MIN_HEAP_BYTES || !idle.isPositive() || !hang.isPositive()) {
            throw new IllegalArgumentException(
                    maxHeapBytes + " bytes of heap, idle after " + idle + ", hung after " + hang);
        }
        folder = folder.toAbsolutePath();
    }
}
