package io.melolog.worker.neural.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.melolog.worker.neural.engine.NetworkForm;

/** A network on a device, before the boundary: failures are the library's own exceptions. One thread at a time. */
interface TorchNetwork extends AutoCloseable {
    NetworkForm form();

    /**
     * @param mixes {@code batch x channels x segmentSamples}, flattened
     * @param scope owns all that is computed, on the network's device
     * @return {@code batch x stems x channels x segmentSamples}, float32
     */
    NDArray separate(float[] mixes, int batch, NDManager scope);

    @Override
    void close();
}
