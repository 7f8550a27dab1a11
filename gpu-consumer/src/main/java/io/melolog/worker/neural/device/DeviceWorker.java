package io.melolog.worker.neural.device;

import io.melolog.worker.neural.device.DeviceTask.Batch;
import io.melolog.worker.neural.device.DeviceTask.Idle;
import io.melolog.worker.neural.device.DeviceTask.Open;
import io.melolog.worker.neural.device.DeviceTask.Stop;
import io.melolog.worker.neural.engine.ComputeDevice;
import io.melolog.worker.neural.engine.DeviceMemoryException;
import io.melolog.worker.neural.engine.EngineException;
import io.melolog.worker.neural.engine.LoadedNetwork;
import io.melolog.worker.neural.engine.ModelFormatException;
import io.melolog.worker.neural.engine.NetworkEngine;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does what there is to do on one device, on a thread of its own. */
final class DeviceWorker implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(DeviceWorker.class);

    private final PoolState state;
    private final DeviceQueue queue;
    private final ComputeDevice device;
    private final PoolListener listener;
    private final ResidentNetworks networks;

    DeviceWorker(
            NetworkEngine engine, PoolSettings settings, PoolListener listener, PoolState state, DeviceQueue queue) {
        this.state = state;
        this.queue = queue;
        this.device = queue.device();
        this.listener = listener;
        this.networks = new ResidentNetworks(engine, device, settings.modelsPerDevice(), this::tell);
    }

    @Override
    public void run() {
        try {
            boolean on = true;
            while (on) {
                on = run(state.take(queue));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            state.stop();
        } finally {
            networks.dropAll(model -> true);
        }
    }

    /** Whatever happens, nobody waits for ever. */
    private boolean run(DeviceTask task) {
        try {
            switch (task) {
                case Open open -> open(open);
                case Batch batch -> compute(batch);
                case Idle idle -> dropUnused(idle);
                case Stop() -> {
                    return false;
                }
            }
        } catch (RuntimeException | Error e) {
            LOG.atError().addKeyValue("device", device).setCause(e).log("task failed");
            giveUp(task, new EngineException("a task of the device failed", e));
        }
        return true;
    }

    private void giveUp(DeviceTask task, EngineException e) {
        switch (task) {
            case Open open -> state.fail(state.opening(queue, open.modelId()), List.of(), e);
            case Batch batch -> state.fail(batch.jobs(), batch.segments(), e);
            case Idle _, Stop _ -> {}
        }
    }

    private void dropUnused(Idle idle) {
        if (!networks.isEmpty()) {
            networks.dropAll(model -> !idle.modelsInUse().contains(model));
        }
    }

    private void open(Open open) {
        try {
            LoadedNetwork network = loadWithRoom(open);
            state.opened(queue, open.modelId(), network.form());
        } catch (DeviceMemoryException e) {
            openElsewhere(open.modelId(), e);
        } catch (EngineException | ModelFormatException e) {
            tell(told -> told.failed(open.modelId(), device, e));
            state.fail(state.opening(queue, open.modelId()), List.of(), e);
        }
    }

    private LoadedNetwork loadWithRoom(Open open) throws EngineException, ModelFormatException {
        try {
            return networks.get(open.modelId(), open.files());
        } catch (DeviceMemoryException e) {
            tell(told -> told.outOfMemory(open.modelId(), device, 0));
            networks.dropAll(this::unused);
            return networks.get(open.modelId(), open.files());
        }
    }

    private void openElsewhere(String modelId, DeviceMemoryException e) {
        tell(told -> told.outOfMemory(modelId, device, 0));
        networks.dropAll(this::unused);
        List<Job> jobs = state.opening(queue, modelId);
        if (device.isGpu()) {
            jobs.forEach(job -> tell(told -> told.fellBack(modelId, device)));
            state.moveToCpu(jobs, null);
        } else {
            state.fail(jobs, List.of(), e);
        }
    }

    private void compute(Batch batch) {
        boolean loaded = false;
        try {
            LoadedNetwork network = networks.get(batch.modelId(), batch.files());
            loaded = true;
            List<float[]> results = Batches.compute(network, batch.segments());
            state.computed(queue, batch);
            tell(told -> told.computed(batch.modelId(), device, results.size()));
            for (int i = 0; i < results.size(); i++) {
                batch.segments().get(i).complete(results.get(i));
            }
        } catch (DeviceMemoryException e) {
            outOfMemory(batch, loaded, e);
        } catch (EngineException e) {
            failed(batch, e);
        } catch (ModelFormatException e) {
            tell(told -> told.failed(batch.modelId(), device, e));
            state.fail(batch.jobs(), batch.segments(), e);
        }
    }

    private void outOfMemory(Batch batch, boolean loaded, DeviceMemoryException e) {
        String modelId = batch.modelId();
        tell(told -> told.outOfMemory(modelId, device, loaded ? batch.segments().size() : 0));
        networks.dropAll(this::unused);
        if (state.retryWithLessMemory(queue, batch, loaded)) {
            return;
        }
        if (device.isGpu()) {
            batch.jobs().forEach(job -> tell(told -> told.fellBack(modelId, device)));
            state.moveToCpu(batch.jobs(), batch);
        } else {
            state.fail(batch.jobs(), batch.segments(), e);
        }
        networks.dropAll(this::unused);
    }

    private boolean unused(String modelId) {
        return !state.inUse(queue, modelId);
    }

    /** The network may be broken now. A call for several jobs is repeated for each segment, so that only the one at fault fails. */
    private void failed(Batch batch, EngineException e) {
        tell(told -> told.failed(batch.modelId(), device, e));
        networks.drop(batch.modelId());
        if (batch.jobs().size() > 1) {
            state.separateNext(batch);
        } else {
            state.fail(batch.jobs(), batch.segments(), e);
        }
    }

    private void tell(Consumer<PoolListener> what) {
        try {
            what.accept(listener);
        } catch (RuntimeException e) {
            LOG.atError().addKeyValue("device", device).setCause(e).log("listener failed");
        }
    }
}
