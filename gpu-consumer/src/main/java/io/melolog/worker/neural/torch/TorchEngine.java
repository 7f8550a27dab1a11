package io.melolog.worker.neural.torch;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.jni.JniUtils;
import io.melolog.worker.neural.checkpoint.Checkpoint;
import io.melolog.worker.neural.checkpoint.CheckpointReader;
import io.melolog.worker.neural.engine.ComputeDevice;
import io.melolog.worker.neural.engine.EngineException;
import io.melolog.worker.neural.engine.LoadedNetwork;
import io.melolog.worker.neural.engine.ModelFormatException;
import io.melolog.worker.neural.engine.NetworkEngine;
import io.melolog.worker.neural.engine.NetworkFiles;
import io.melolog.worker.neural.engine.NetworkForm;
import io.melolog.worker.neural.engine.Precision;
import io.melolog.worker.neural.torchscript.ScriptDescription;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Computes networks by DJL and PyTorch. The library for the CPU comes with the program and sees no GPU; one for CUDA is chosen by the
 * environment ({@code PYTORCH_LIBRARY_PATH}, {@code PYTORCH_VERSION}, {@code PYTORCH_FLAVOR}). How many threads one network's
 * computation takes is the process's choice ({@code ai.djl.pytorch.num_threads}). Nothing is loaded before the first call.
 */
public final class TorchEngine implements NetworkEngine {
    private static final String ENGINE = "PyTorch";

    private final Readers readers;
    private final Precision precision;

    /** With the program's own readers of files. */
    public static TorchEngine create(Precision precision) {
        return new TorchEngine(
                new Readers() {
                    @Override
                    public Checkpoint checkpoint(Path file) throws ModelFormatException {
                        return CheckpointReader.read(file);
                    }

                    @Override
                    public NetworkForm description(Path file) throws ModelFormatException {
                        return ScriptDescription.read(file);
                    }
                },
                precision);
    }

    /** How files become what networks are built of. */
    interface Readers {
        Checkpoint checkpoint(Path file) throws ModelFormatException;

        NetworkForm description(Path file) throws ModelFormatException;
    }

    TorchEngine(Readers readers, Precision precision) {
        this.readers = readers;
        this.precision = precision;
    }

    @Override
    public List<ComputeDevice> devices() {
        int gpus = Engine.getEngine(ENGINE).getGpuCount();
        return Stream.concat(IntStream.range(0, gpus).mapToObj(ComputeDevice::new), Stream.of(ComputeDevice.CPU))
                .toList();
    }

    @Override
    public LoadedNetwork load(NetworkFiles files, ComputeDevice device) throws ModelFormatException, EngineException {
        NDManager manager = null;
        try {
            manager = NDManager.newBaseManager(deviceOf(device), ENGINE);
            JniUtils.setGradMode(false);
            TorchNetwork network =
                    switch (files.format()) {
                        case HTDEMUCS -> checkpoints(files, device, manager);
                        case TORCHSCRIPT -> script(files, manager);
                    };
            LoadedNetwork loaded = new TorchLoadedNetwork(network, manager, device);
            manager = null;
            return loaded;
        } catch (RuntimeException | OutOfMemoryError e) {
            throw TorchFailures.of(e, device);
        } finally {
            if (manager != null) {
                manager.close();
            }
        }
    }

    private TorchNetwork checkpoints(NetworkFiles files, ComputeDevice device, NDManager manager)
            throws ModelFormatException {
        if (files.files().isEmpty()) {
            throw new ModelFormatException("The model has no checkpoint.");
        }
        List<List<Double>> rows = files.stemWeights();
        if (files.files().size() == 1 && rows == null) {
            return checkpoint(files.files().getFirst(), device, manager);
        }
        return bag(files, device, manager);
    }

    /** Networks that say nothing of any stem are not loaded at all. */
    private TorchNetwork bag(NetworkFiles files, ComputeDevice device, NDManager manager) throws ModelFormatException {
        List<TorchNetwork> networks = new ArrayList<>();
        List<Integer> indices = new ArrayList<>();
        for (int index = 0; index < files.files().size(); index++) {
            List<List<Double>> rows = files.stemWeights();
            boolean silent = rows != null
                    && index < rows.size()
                    && rows.get(index).stream().allMatch(weight -> weight == 0);
            if (!silent) {
                networks.add(checkpoint(files.files().get(index), device, manager));
                indices.add(index);
            }
        }
        if (networks.isEmpty()) {
            throw new ModelFormatException("All stem weights of the model are zero.");
        }
        int stems = networks.getFirst().form().stems().size();
        StemWeights weights = StemWeights.of(files.stemWeights(), files.files().size(), stems);
        return BagNetwork.of(networks, indices, weights, manager);
    }

    private TorchNetwork checkpoint(Path file, ComputeDevice device, NDManager manager) throws ModelFormatException {
        Checkpoint checkpoint = readers.checkpoint(file);
        PrecisionTrial.Loader loader = type -> read(checkpoint, type, manager);
        return PrecisionTrial.load(loader, precision, device.isGpu(), manager);
    }

    private static TorchNetwork read(Checkpoint checkpoint, DataType type, NDManager manager)
            throws ModelFormatException {
        NDManager own = manager.newSubManager();
        boolean read = false;
        try {
            TorchNetwork network = HtDemucs.read(checkpoint, own, type);
            read = true;
            return network;
        } finally {
            if (!read) {
                own.close();
            }
        }
    }

    private TorchNetwork script(NetworkFiles files, NDManager manager) throws ModelFormatException {
        if (files.files().size() != 2) {
            throw new ModelFormatException(
                    "A TorchScript model is two files, the module and its description; this one has "
                            + files.files().size() + ".");
        }
        boolean moduleFirst = isArchive(files.files().getFirst());
        Path module = moduleFirst ? files.files().getFirst() : files.files().getLast();
        Path description = moduleFirst ? files.files().getLast() : files.files().getFirst();
        return ScriptNetwork.read(module, readers.description(description), manager);
    }

    /** Modules are zip archives; what files are called on this machine says nothing. */
    private static boolean isArchive(Path file) throws ModelFormatException {
        try (InputStream input = Files.newInputStream(file)) {
            return input.read() == 'P' && input.read() == 'K';
        } catch (IOException e) {
            throw new ModelFormatException("A file of the model cannot be read.", e);
        }
    }

    @Override
    public void releaseMemory(ComputeDevice device) {
        if (device.isGpu()) {
            JniUtils.emptyCudaCache();
        }
    }

    private static Device deviceOf(ComputeDevice device) {
        return device.isGpu() ? Device.gpu(device.gpu()) : Device.cpu();
    }
}
