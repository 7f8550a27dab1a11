package io.melolog.worker.neural.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import io.melolog.worker.neural.engine.ComputeDevice;
import io.melolog.worker.neural.engine.EngineException;
import io.melolog.worker.neural.engine.LoadedNetwork;
import io.melolog.worker.neural.engine.NetworkForm;
import java.util.Arrays;

/** The boundary around a network: everything it computes is freed after each call, and failures are told apart. */
final class TorchLoadedNetwork implements LoadedNetwork {
    private final TorchNetwork network;
    private final NDManager manager;
    private final ComputeDevice device;

    /** @param manager on the device; closed with the network */
    TorchLoadedNetwork(TorchNetwork network, NDManager manager, ComputeDevice device) {
        this.network = network;
        this.manager = manager;
        this.device = device;
    }

    @Override
    public NetworkForm form() {
        return network.form();
    }

    @Override
    public float[] separate(float[] mixes, int batch) throws EngineException {
        NetworkForm form = network.form();
        if (batch < 1 || mixes.length != (long) batch * form.channels() * form.segmentSamples()) {
            throw new IllegalArgumentException(
                    "Not " + batch + " segments of " + form + ": " + mixes.length + " samples");
        }
        // No gradients are recorded on this thread; DJL offers PyTorch's inference mode to TorchScript modules only.
        JniUtils.setGradMode(false);
        try {
            return device.isGpu() ? together(mixes, batch) : oneByOne(mixes, batch);
        } catch (RuntimeException | OutOfMemoryError e) {
            throw TorchFailures.of(e, device);
        }
    }

    /** A batch makes a CPU no faster, since one segment fills its caches, and takes as much more memory. */
    private float[] oneByOne(float[] mixes, int batch) {
        int length = mixes.length / batch;
        float[] all = new float[mixes.length * network.form().stems().size()];
        for (int item = 0; item < batch; item++) {
            float[] stems = together(Arrays.copyOfRange(mixes, item * length, (item + 1) * length), 1);
            System.arraycopy(stems, 0, all, item * stems.length, stems.length);
        }
        return all;
    }

    private float[] together(float[] mixes, int batch) {
        try (NDManager scope = manager.newSubManager();
                NDArray stems = network.separate(mixes, batch, scope)) {
            requireShape(stems.getShape(), batch, network.form());
            return stems.toFloatArray();
        }
    }

    private static void requireShape(Shape shape, int batch, NetworkForm form) {
        Shape expected = new Shape(batch, form.stems().size(), form.channels(), form.segmentSamples());
        if (!shape.equals(expected)) {
            throw new IllegalStateException("The network gave " + shape + " instead of " + expected);
        }
    }

    @Override
    public void close() {
        network.close();
        manager.close();
    }
}
