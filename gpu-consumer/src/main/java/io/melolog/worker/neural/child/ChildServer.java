package io.melolog.worker.neural.child;

import io.melolog.worker.neural.device.NetworkPool;
import io.melolog.worker.neural.device.PoolSettings;
import io.melolog.worker.neural.engine.ComputeDevice;
import io.melolog.worker.neural.engine.EngineException;
import io.melolog.worker.neural.engine.NetworkEngine;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The child's work: separations as they are asked for, several at once, all on one pool of networks. */
final class ChildServer {
    private static final int CPU_BATCH = 1;
    private static final int MODELS_PER_DEVICE = 2;
    /** The end of the whole child gives memory back sooner; this is for a child that others keep busy. */
    private static final Duration MODEL_IDLE = Duration.ofMinutes(10);

    private final EngineSettings settings;
    private final EngineFactory factory;
    private final ChildOutput out;
    private final Map<Long, Running> running = new ConcurrentHashMap<>();
    private @Nullable Compute compute;

    ChildServer(EngineSettings settings, EngineFactory factory, ChildOutput out) {
        this.settings = settings;
        this.factory = factory;
        this.out = out;
    }

    private record Running(ChildSeparation separation, Thread thread) {}

    /**
     * What separations share.
     *
     * @param segmentsInFlight of one separation: while a batch is computed the next one is gathered
     */
    record Compute(NetworkPool pool, int segmentsInFlight) {}

    /** Until the worker ends or says what cannot be understood. */
    void run(InputStream in) throws IOException {
        out.send(new FromChild.Hello(FromChild.VERSION));
        for (DataInputStream message = Frames.read(in); message != null; message = Frames.read(in)) {
            switch (ToChild.readFrom(message)) {
                case ToChild.Separate job -> begin(job);
                case ToChild.Cancel cancel -> cancel(cancel.id());
            }
        }
    }

    private void begin(ToChild.Separate job) {
        ChildSeparation separation = new ChildSeparation(job, out);
        Thread thread = Thread.ofPlatform()
                .daemon()
                .name("separation-" + job.id())
                .unstarted(() -> {
                    FromChild answer = separation.run(this::compute);
                    running.remove(job.id());
                    out.send(answer);
                });
        running.put(job.id(), new Running(separation, thread));
        thread.start();
    }

    private void cancel(long id) {
        Running separation = running.get(id);
        if (separation != null) {
            separation.separation().cancel();
            separation.thread().interrupt();
        }
    }

    private synchronized Compute compute() throws EngineException {
        Compute made = compute;
        if (made == null) {
            NetworkEngine engine = new ChosenDevices(factory.create(settings), settings.devices());
            boolean onGpu = engine.devices().stream().anyMatch(ComputeDevice::isGpu);
            PoolSettings bounds = new PoolSettings(settings.gpuBatch(), CPU_BATCH, MODELS_PER_DEVICE, MODEL_IDLE);
            made = new Compute(
                    new NetworkPool(engine, bounds, new PoolCounts(out)),
                    2 * (onGpu ? settings.gpuBatch() : CPU_BATCH));
            compute = made;
        }
        return made;
    }
}
