package io.melolog.worker.neural.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.ParameterStore;
import io.melolog.worker.neural.engine.ModelFormatException;
import io.melolog.worker.neural.engine.NetworkForm;
import java.nio.file.Path;

/** A network that somebody compiled to TorchScript: takes segments, gives their stems. It runs in PyTorch's inference mode. */
final class ScriptNetwork implements TorchNetwork {
    private final PtSymbolBlock module;
    private final NDManager manager;
    private final NetworkForm form;

    private ScriptNetwork(PtSymbolBlock module, NDManager manager, NetworkForm form) {
        this.module = module;
        this.manager = manager;
        this.form = form;
    }

    /**
     * Loads a module and runs it once on silence.
     *
     * @param manager closed with the network, and by the caller when this fails
     * @throws ModelFormatException when the file is no such module, or its stems have another shape than the description says
     */
    static ScriptNetwork read(Path file, NetworkForm form, NDManager manager) throws ModelFormatException {
        ScriptNetwork network = new ScriptNetwork(load(file, manager), manager, form);
        network.requireDescribedShape();
        return network;
    }

    private static PtSymbolBlock load(Path file, NDManager manager) throws ModelFormatException {
        try {
            return JniUtils.loadModule((PtNDManager) manager, file, true, new String[0], new String[0], false);
        } catch (RuntimeException e) {
            if (TorchFailures.isNoRoom(e)) {
                throw e;
            }
            throw new ModelFormatException("The file is not a TorchScript module that PyTorch can load here.", e);
        }
    }

    private void requireDescribedShape() throws ModelFormatException {
        Shape expected = new Shape(1, form.stems().size(), form.channels(), form.segmentSamples());
        try (NDManager scope = manager.newSubManager()) {
            NDArray stems = separate(new float[form.channels() * form.segmentSamples()], 1, scope);
            if (!stems.getShape().equals(expected)) {
                throw new ModelFormatException("For one segment of silence the module gives "
                        + StateTensors.words(stems.getShape().getShape()) + " where its description says "
                        + StateTensors.words(expected.getShape()) + " (1 x stems x channels x samples).");
            }
        } catch (RuntimeException e) {
            if (TorchFailures.isNoRoom(e)) {
                throw e;
            }
            throw new ModelFormatException(
                    "The module fails on one segment of silence of 1 x " + form.channels() + " x "
                            + form.segmentSamples() + ".",
                    e);
        }
    }

    @Override
    public NetworkForm form() {
        return form;
    }

    @Override
    public NDArray separate(float[] mixes, int batch, NDManager scope) {
        try (NDArray input = scope.create(mixes, new Shape(batch, form.channels(), form.segmentSamples()))) {
            NDList outputs = module.forward(new ParameterStore(scope, false), new NDList(input), false);
            if (outputs.size() != 1) {
                throw new IllegalStateException("The module gives " + outputs.size() + " tensors instead of one");
            }
            NDArray stems = outputs.singletonOrThrow();
            stems.attach(scope);
            return Kernels.inPrecision(stems, DataType.FLOAT32);
        }
    }

    @Override
    public void close() {
        module.close();
        manager.close();
    }
}
