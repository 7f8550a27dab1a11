package io.melolog.worker.neural.device;

import io.melolog.worker.neural.engine.ComputeDevice;

/** Told what a {@link NetworkPool} does, for metrics and logs. Called on the pool's threads, without its lock; must return soon. */
public interface PoolListener {
    PoolListener NONE = new PoolListener() {};

    /** A network's weights were put on a device. */
    default void loaded(String modelId, ComputeDevice device) {}

    /** A network's weights were taken off a device. */
    default void dropped(String modelId, ComputeDevice device) {}

    /** So many segments were computed in one call. */
    default void computed(String modelId, ComputeDevice device, int segments) {}

    /** A device had no room for so many segments in one call; 0 for the weights. */
    default void outOfMemory(String modelId, ComputeDevice device, int segments) {}

    /** The rest of a job moved from a GPU to the CPU. */
    default void fellBack(String modelId, ComputeDevice from) {}

    /** The engine failed otherwise. */
    default void failed(String modelId, ComputeDevice device, Exception failure) {}
}
