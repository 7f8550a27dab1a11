package io.melolog.worker.neural.device;

import io.melolog.worker.neural.engine.ComputeDevice;
import io.melolog.worker.neural.engine.DeviceMemoryException;
import io.melolog.worker.neural.engine.EngineException;
import io.melolog.worker.neural.engine.LoadedNetwork;
import io.melolog.worker.neural.engine.ModelFormatException;
import io.melolog.worker.neural.engine.NetworkEngine;
import io.melolog.worker.neural.engine.NetworkFiles;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The networks whose weights are on a device. Whatever the engine throws arrives as one of its exceptions. Used by the device's thread only. */
final class ResidentNetworks {
    private static final Logger LOG = LoggerFactory.getLogger(ResidentNetworks.class);
    private static final float LOAD_FACTOR = 0.75f;

    private final NetworkEngine engine;
    private final ComputeDevice device;
    private final int most;
    private final Consumer<Consumer<PoolListener>> listener;

    /** The least recently used first. */
    private final Map<String, LoadedNetwork> byModel = new LinkedHashMap<>(4, LOAD_FACTOR, true);

    ResidentNetworks(NetworkEngine engine, ComputeDevice device, int most, Consumer<Consumer<PoolListener>> listener) {
        this.engine = engine;
        this.device = device;
        this.most = most;
        this.listener = listener;
    }

    /** A network, loaded when it is not there; the least recently used one makes room. */
    LoadedNetwork get(String modelId, NetworkFiles files) throws EngineException, ModelFormatException {
        LoadedNetwork present = byModel.get(modelId);
        if (present != null) {
            return present;
        }
        while (byModel.size() >= most) {
            drop(byModel.keySet().iterator().next());
        }
        LoadedNetwork loaded = load(files);
        byModel.put(modelId, loaded);
        listener.accept(told -> told.loaded(modelId, device));
        return loaded;
    }

    private LoadedNetwork load(NetworkFiles files) throws EngineException, ModelFormatException {
        try {
            return engine.load(files, device);
        } catch (EngineException | ModelFormatException e) {
            throw e;
        } catch (Throwable e) {
            throw crash(e);
        }
    }

    /** What an engine should not throw, as what it should: a device's thread must outlive it. */
    static EngineException crash(Throwable e) {
        return e instanceof OutOfMemoryError
                ? new DeviceMemoryException("the process has no memory left", e)
                : new EngineException("the engine crashed: " + e, e);
    }

    void drop(String modelId) {
        LoadedNetwork network = byModel.remove(modelId);
        if (network == null) {
            return;
        }
        try {
            network.close();
        } catch (RuntimeException | Error e) {
            LOG.atError().addKeyValue("model", modelId).setCause(e).log("network not closed");
        }
        listener.accept(told -> told.dropped(modelId, device));
    }

    /** Frees what can be freed. */
    void dropAll(Predicate<String> unwanted) {
        new ArrayList<>(byModel.keySet()).stream().filter(unwanted).forEach(this::drop);
        try {
            engine.releaseMemory(device);
        } catch (RuntimeException | Error e) {
            LOG.atError().addKeyValue("device", device).setCause(e).log("memory not released");
        }
    }

    boolean isEmpty() {
        return byModel.isEmpty();
    }
}
