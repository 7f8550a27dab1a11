package io.melolog.worker.neural.engine;

import java.util.List;

/** The boundary to the native library that computes networks. Thread-safe. */
public interface NetworkEngine {
    /** GPUs in their order, then the CPU. */
    List<ComputeDevice> devices();

    /**
     * Puts a network on a device.
     *
     * @throws ModelFormatException when the files are not such a model; the message is a sentence for the one who added it
     * @throws DeviceMemoryException when the device has no room
     * @throws EngineException when the engine failed otherwise
     */
    LoadedNetwork load(NetworkFiles files, ComputeDevice device) throws ModelFormatException, EngineException;

    /** Gives memory that the engine keeps for later back to the device. */
    void releaseMemory(ComputeDevice device);
}
