package io.melolog.worker.neural.device;

import java.time.Duration;

/**
 * Bounds of a {@link NetworkPool}.
 *
 * @param gpuBatch most segments in one call on a GPU, 1 or more
 * @param cpuBatch likewise on the CPU, where more than one rarely pays and costs memory
 * @param modelsPerDevice most models whose weights stay on a device, 1 or more
 * @param idle after so long without work a device drops the weights that no open session uses
 */
public record PoolSettings(int gpuBatch, int cpuBatch, int modelsPerDevice, Duration idle) {
    public PoolSettings {
        if (gpuBatch < 1 || cpuBatch < 1 || modelsPerDevice < 1 || !idle.isPositive()) {
            throw new IllegalArgumentException("batches of " + gpuBatch + " and " + cpuBatch + ", " + modelsPerDevice
                    + " models, idle after " + idle);
        }
    }
}
