package io.melolog.worker.neural.engine;

/** A network with its weights on one device. One thread at a time. */
public interface LoadedNetwork extends AutoCloseable {
    NetworkForm form();

    /**
     * Separates several segments at once.
     *
     * @param mixes {@code batch x channels x segmentSamples}, flattened row by row
     * @param batch 1 or more
     * @return {@code batch x stems x channels x segmentSamples}, flattened likewise
     * @throws DeviceMemoryException when the device has no room; the network can still be used
     * @throws EngineException when the engine failed otherwise
     */
    float[] separate(float[] mixes, int batch) throws EngineException;

    /** Frees the device's memory. */
    @Override
    void close();
}
