package io.melolog.worker.neural.child;

import io.melolog.worker.neural.child.FromChild.Count;
import io.melolog.worker.neural.device.PoolListener;
import io.melolog.worker.neural.engine.ComputeDevice;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the worker what the pool of networks does, for its metrics, and the log the rest. Thread-safe. */
final class PoolCounts implements PoolListener {
    private static final Logger LOG = LoggerFactory.getLogger(PoolCounts.class);

    private final ChildOutput out;

    PoolCounts(ChildOutput out) {
        this.out = out;
    }

    @Override
    public void loaded(String modelId, ComputeDevice device) {
        LOG.atInfo().addKeyValue("model", modelId).addKeyValue("device", device).log("model loaded");
        count(Count.LOADED, device, 1);
    }

    @Override
    public void computed(String modelId, ComputeDevice device, int segments) {
        count(Count.COMPUTED, device, segments);
    }

    @Override
    public void outOfMemory(String modelId, ComputeDevice device, int segments) {
        LOG.atWarn()
                .addKeyValue("model", modelId)
                .addKeyValue("device", device)
                .addKeyValue("segments", segments)
                .log("device out of memory");
        count(Count.OUT_OF_MEMORY, device, 1);
    }

    @Override
    public void fellBack(String modelId, ComputeDevice from) {
        LOG.atWarn().addKeyValue("model", modelId).addKeyValue("device", from).log("moved to the CPU");
        count(Count.FELL_BACK, from, 1);
    }

    @Override
    public void failed(String modelId, ComputeDevice device, Exception failure) {
        LOG.atWarn()
                .setCause(failure)
                .addKeyValue("model", modelId)
                .addKeyValue("device", device)
                .log("engine failed");
    }

    private void count(Count count, ComputeDevice device, int amount) {
        out.send(new FromChild.Counted(count, device.toString(), amount));
    }
}
