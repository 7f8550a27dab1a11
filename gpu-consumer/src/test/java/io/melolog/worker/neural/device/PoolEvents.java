package io.melolog.worker.neural.device;

import io.melolog.worker.neural.engine.ComputeDevice;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Notes what a pool tells. */
final class PoolEvents implements PoolListener {
    final List<String> all = new CopyOnWriteArrayList<>();

    @Override
    public void loaded(String modelId, ComputeDevice device) {
        all.add("loaded " + modelId + " " + device);
    }

    @Override
    public void dropped(String modelId, ComputeDevice device) {
        all.add("dropped " + modelId + " " + device);
    }

    @Override
    public void computed(String modelId, ComputeDevice device, int segments) {
        all.add("computed " + modelId + " " + device + " " + segments);
    }

    @Override
    public void outOfMemory(String modelId, ComputeDevice device, int segments) {
        all.add("outOfMemory " + modelId + " " + device + " " + segments);
    }

    @Override
    public void fellBack(String modelId, ComputeDevice from) {
        all.add("fellBack " + modelId + " " + from);
    }

    @Override
    public void failed(String modelId, ComputeDevice device, Exception failure) {
        all.add("failed " + modelId + " " + device + " " + failure.getClass().getSimpleName());
    }
}
