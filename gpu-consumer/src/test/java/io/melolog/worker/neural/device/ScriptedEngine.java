package io.melolog.worker.neural.device;

import io.melolog.schemas.model.ModelFormat;
import io.melolog.worker.neural.engine.ComputeDevice;
import io.melolog.worker.neural.engine.EngineException;
import io.melolog.worker.neural.engine.LoadedNetwork;
import io.melolog.worker.neural.engine.ModelFormatException;
import io.melolog.worker.neural.engine.NetworkEngine;
import io.melolog.worker.neural.engine.NetworkFiles;
import io.melolog.worker.neural.engine.NetworkForm;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An engine whose networks multiply, and fail as a script says. The network of {@code model(g)} gives {@code g x} and {@code 2 g x}. It notes
 * what users of an engine must not do: use a network on two threads, after its end, or not close it.
 */
final class ScriptedEngine implements NetworkEngine {
    static final NetworkForm FORM = new NetworkForm(8000, 2, 4, List.of("vocals", "rest"));
    private static final String BROKEN = "broken";

    /** Called before the engine does something; may wait or throw. */
    @FunctionalInterface
    interface Script {
        /** @param segments of a call, 0 for loading */
        void before(ComputeDevice device, int segments) throws EngineException, ModelFormatException;
    }

    /** @param tags the first sample of each segment */
    record Call(ComputeDevice device, int gain, List<Integer> tags) {}

    final List<Call> calls = new CopyOnWriteArrayList<>();
    final List<String> loads = new CopyOnWriteArrayList<>();
    final List<String> misuses = new CopyOnWriteArrayList<>();
    final Map<ComputeDevice, AtomicInteger> resident = new ConcurrentHashMap<>();
    final AtomicInteger releases = new AtomicInteger();
    volatile Script script = (device, segments) -> {};
    volatile boolean truncate;
    private final List<ComputeDevice> devices;

    ScriptedEngine(int gpus) {
        List<ComputeDevice> all = new CopyOnWriteArrayList<>();
        for (int gpu = 0; gpu < gpus; gpu++) {
            all.add(new ComputeDevice(gpu));
        }
        all.add(ComputeDevice.CPU);
        this.devices = List.copyOf(all);
        devices.forEach(device -> resident.put(device, new AtomicInteger()));
    }

    static NetworkFiles model(int gain) {
        return new NetworkFiles(ModelFormat.HTDEMUCS, List.of(Path.of("models", Integer.toString(gain))), null);
    }

    static NetworkFiles brokenModel() {
        return new NetworkFiles(ModelFormat.HTDEMUCS, List.of(Path.of("models", BROKEN)), null);
    }

    static float[] segment(int tag) {
        float[] segment = new float[FORM.channels() * FORM.segmentSamples()];
        for (int i = 0; i < segment.length; i++) {
            segment[i] = tag + i / 16f;
        }
        return segment;
    }

    static float[] expected(int gain, int tag) {
        float[] segment = segment(tag);
        float[] stems = new float[2 * segment.length];
        for (int i = 0; i < stems.length; i++) {
            stems[i] = segment[i % segment.length] * gain * (1 + i / segment.length);
        }
        return stems;
    }

    @Override
    public List<ComputeDevice> devices() {
        return devices;
    }

    @Override
    public LoadedNetwork load(NetworkFiles files, ComputeDevice device) throws ModelFormatException, EngineException {
        String name = files.files().getFirst().getFileName().toString();
        loads.add(name + "@" + device);
        script.before(device, 0);
        if (name.equals(BROKEN)) {
            throw new ModelFormatException("This is no model.");
        }
        resident.get(device).incrementAndGet();
        return new Network(Integer.parseInt(name), device);
    }

    @Override
    public void releaseMemory(ComputeDevice device) {
        releases.incrementAndGet();
    }

    private final class Network implements LoadedNetwork {
        private final int gain;
        private final ComputeDevice device;
        private final AtomicBoolean busy = new AtomicBoolean();
        private final AtomicBoolean closed = new AtomicBoolean();

        Network(int gain, ComputeDevice device) {
            this.gain = gain;
            this.device = device;
        }

        @Override
        public NetworkForm form() {
            return FORM;
        }

        @Override
        public float[] separate(float[] mixes, int batch) throws EngineException {
            if (closed.get() || busy.getAndSet(true)) {
                misuses.add("used " + (closed.get() ? "after its end" : "on two threads"));
            }
            try {
                int samples = FORM.channels() * FORM.segmentSamples();
                List<Integer> tags = new CopyOnWriteArrayList<>();
                for (int i = 0; i < batch; i++) {
                    tags.add((int) mixes[i * samples]);
                }
                calls.add(new Call(device, gain, List.copyOf(tags)));
                script.before(device, batch);
                float[] stems = new float[truncate ? mixes.length : 2 * mixes.length];
                for (int i = 0; i < stems.length; i++) {
                    int segment = i / (2 * samples);
                    int within = i % (2 * samples);
                    stems[i] = mixes[segment * samples + within % samples] * gain * (1 + within / samples);
                }
                return stems;
            } catch (ModelFormatException e) {
                throw new IllegalStateException(e);
            } finally {
                busy.set(false);
            }
        }

        @Override
        public void close() {
            if (!closed.getAndSet(true)) {
                resident.get(device).decrementAndGet();
            }
        }
    }
}
