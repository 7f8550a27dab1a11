package io.melolog.worker.testing;

import io.melolog.worker.neural.engine.ComputeDevice;
import io.melolog.worker.neural.engine.DeviceMemoryException;
import io.melolog.worker.neural.engine.EngineException;
import io.melolog.worker.neural.engine.LoadedNetwork;
import io.melolog.worker.neural.engine.ModelFormatException;
import io.melolog.worker.neural.engine.NetworkEngine;
import io.melolog.worker.neural.engine.NetworkFiles;
import io.melolog.worker.neural.engine.NetworkForm;
import io.melolog.worker.testing.TestModel.Misbehaviour;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/** An engine of multiplications on a GPU and a CPU that are not there; its networks behave as their {@link TestModel} says. */
public final class TestEngine implements NetworkEngine {
    public static final int SAMPLE_RATE_HZ = 44_100;
    public static final int SEGMENT_SAMPLES = 22_050;
    private static final Map<String, Float> GAINS = Map.of("drums", 0.1f, "bass", 0.2f, "other", 0.3f, "vocals", 0.4f);

    /** How much of the mix goes to a stem. */
    public static float gain(String stem) {
        return GAINS.getOrDefault(stem, 0.05f);
    }

    @Override
    public List<ComputeDevice> devices() {
        return List.of(new ComputeDevice(0), ComputeDevice.CPU);
    }

    @Override
    public LoadedNetwork load(NetworkFiles files, ComputeDevice device) throws ModelFormatException, EngineException {
        try {
            Properties behaviour = TestModel.read(files.files().getFirst());
            if (behaviour.containsKey("refused")) {
                throw new ModelFormatException(behaviour.getProperty("refused"));
            }
            if (behaviour.containsKey("environment")) {
                throw new ModelFormatException(new TreeMap<>(System.getenv()).toString());
            }
            return new Network(behaviour, device);
        } catch (IOException e) {
            throw new EngineException("no such file", e);
        }
    }

    @Override
    public void releaseMemory(ComputeDevice device) {}

    private static final class Network implements LoadedNetwork {
        private final Properties behaviour;
        private final ComputeDevice device;
        private final NetworkForm form;
        private int calls;

        Network(Properties behaviour, ComputeDevice device) {
            this.behaviour = behaviour;
            this.device = device;
            List<String> stems = List.of(
                    behaviour.getProperty("stems", "drums,bass,other,vocals").split(","));
            this.form = new NetworkForm(SAMPLE_RATE_HZ, 2, SEGMENT_SAMPLES, stems);
        }

        @Override
        public NetworkForm form() {
            return form;
        }

        @Override
        public float[] separate(float[] mixes, int batch) throws EngineException {
            calls++;
            pause(Integer.parseInt(behaviour.getProperty("pauseMillis", "0")));
            if (calls == Integer.parseInt(behaviour.getProperty("atCall", "0")) && isDue()) {
                misbehave(Misbehaviour.valueOf(behaviour.getProperty("misbehaviour")));
            }
            int segment = mixes.length / batch;
            int stems = form.stems().size();
            float[] separated = new float[mixes.length * stems];
            for (int i = 0; i < separated.length; i++) {
                int stem = i / segment % stems;
                separated[i] = gain(form.stems().get(stem)) * mixes[i / segment / stems * segment + i % segment];
            }
            return separated;
        }

        @Override
        public void close() {}

        private boolean isDue() {
            String marker = behaviour.getProperty("once");
            try {
                return marker == null || Files.notExists(Path.of(marker)) && Files.createFile(Path.of(marker)) != null;
            } catch (IOException e) {
                return false;
            }
        }

        private void misbehave(Misbehaviour how) throws EngineException {
            switch (how) {
                case KILLED -> killThis();
                case SEGMENTATION_FAULT -> unsafe().putAddress(0, 0);
                case EXIT -> System.exit(7);
                case HANG -> pause(Integer.MAX_VALUE);
                case OUT_OF_DEVICE_MEMORY -> {
                    calls--;
                    throw new DeviceMemoryException("there is no room", null);
                }
                case OUT_OF_GPU_MEMORY -> {
                    if (device.isGpu()) {
                        calls--;
                        throw new DeviceMemoryException("there is no room", null);
                    }
                }
                case OUT_OF_HEAP -> fillTheHeap();
                case ENGINE_FAULT -> throw new EngineException("a kernel failed", null);
                case CHATTER -> chatter();
            }
        }

        private static void killThis() {
            try (InputStream in = new ProcessBuilder(
                            "kill", "-9", Long.toString(ProcessHandle.current().pid()))
                    .start()
                    .getInputStream()) {
                in.readAllBytes();
                pause(Integer.MAX_VALUE);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        private static void fillTheHeap() {
            List<byte[]> kept = new ArrayList<>();
            while (true) {
                kept.add(new byte[1 << 24]);
            }
        }

        private static void chatter() {
            String line = "x".repeat(1_000);
            for (int i = 0; i < 3_000; i++) {
                System.out.println(line);
                System.err.println(line);
            }
        }

        /** As native code would: no interrupt ends it. */
        private static void pause(int millis) {
            long end = System.nanoTime() + Duration.ofMillis(millis).toNanos();
            while (System.nanoTime() < end) {
                java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
                Thread.interrupted();
            }
        }

        private static sun.misc.Unsafe unsafe() {
            try {
                Field field = sun.misc.Unsafe.class.getDeclaredField("theUnsafe");
                field.setAccessible(true);
                return (sun.misc.Unsafe) field.get(null);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
