package io.melolog.worker.neural.child;

import io.melolog.worker.neural.engine.ComputeDevice;
import io.melolog.worker.neural.engine.EngineException;
import io.melolog.worker.neural.engine.LoadedNetwork;
import io.melolog.worker.neural.engine.ModelFormatException;
import io.melolog.worker.neural.engine.NetworkEngine;
import io.melolog.worker.neural.engine.NetworkFiles;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An engine that only uses the GPUs that the settings name, and the CPU. Thread-safe. */
final class ChosenDevices implements NetworkEngine {
    private static final Logger LOG = LoggerFactory.getLogger(ChosenDevices.class);

    private final NetworkEngine engine;
    private final List<ComputeDevice> devices;

    /** @param choice as {@link EngineSettings#devices} */
    ChosenDevices(NetworkEngine engine, String choice) {
        this.engine = engine;
        this.devices = choose(engine.devices(), choice);
        LOG.atInfo().addKeyValue("devices", devices).log("networks run here");
    }

    private static List<ComputeDevice> choose(List<ComputeDevice> found, String choice) {
        if (choice.equals("auto")) {
            return found;
        }
        Set<String> missing = new HashSet<>(Arrays.asList(choice.split(",")));
        List<ComputeDevice> chosen = found.stream()
                .filter(device -> missing.remove(device.toString()) || !device.isGpu())
                .toList();
        if (!missing.isEmpty()) {
            LOG.atWarn().addKeyValue("devices", missing).log("devices of melolog.neural.devices are not here");
        }
        return chosen;
    }

    @Override
    public List<ComputeDevice> devices() {
        return devices;
    }

    @Override
    public LoadedNetwork load(NetworkFiles files, ComputeDevice device) throws ModelFormatException, EngineException {
        return engine.load(files, device);
    }

    @Override
    public void releaseMemory(ComputeDevice device) {
        engine.releaseMemory(device);
    }
}
