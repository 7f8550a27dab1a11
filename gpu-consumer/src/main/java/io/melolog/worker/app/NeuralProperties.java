package io.melolog.worker.app;

import io.melolog.worker.neural.child.EngineSettings;
import io.melolog.worker.neural.child.NeuralSettings;
import io.melolog.worker.neural.engine.Precision;
import java.nio.file.Path;
import java.time.Duration;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Networks that are not built in, and the process that runs them.
 *
 * @param threads {@code melolog.neural.threads}: of the CPU for one computation; 0 for one per core
 * @param batch {@code melolog.neural.batch}: most segments that a GPU computes at once, 1 or more; each takes some gigabytes of its memory. It is
 *     halved by itself where there is too little
 * @param precision {@code melolog.neural.precision}: {@code float32}, {@code half} on GPUs, or {@code auto}, which is half where that is safe
 * @param devices {@code melolog.neural.devices}: {@code auto} for all GPUs and the CPU, {@code cpu}, or GPUs such as {@code cuda:0,cuda:1}
 * @param memory {@code melolog.neural.memory}: heap of the process, 64 MB or more; weights and activations come on top
 * @param idleTimeout {@code melolog.neural.idle-timeout}: after so long without work the process ends and its memory is free again
 * @param hangTimeout {@code melolog.neural.hang-timeout}: a process that has work and does not get on for so long is killed. Longer than loading the
 *     largest model and than one segment takes
 * @param modelCache {@code melolog.neural.model-cache}: how much of models' files stays on disk below {@code melolog.data-dir}
 */
record NeuralProperties(
        @DefaultValue("0") int threads,
        @DefaultValue("4") int batch,
        @DefaultValue("auto") Precision precision,
        @DefaultValue("auto") String devices,
        @DefaultValue("2GB") DataSize memory,
        @DefaultValue("5m") Duration idleTimeout,
        @DefaultValue("5m") Duration hangTimeout,
        @DefaultValue("4GB") DataSize modelCache) {
    private static final DataSize LEAST_MEMORY = DataSize.ofMegabytes(64);

    NeuralProperties {
        Checks.check(threads, count -> count >= 0, "melolog.neural.threads", "0 or more");
        Checks.check(batch, count -> count >= 1, "melolog.neural.batch", "1 or more");
        Checks.check(
                devices,
                EngineSettings::isDevices,
                "melolog.neural.devices",
                "auto, cpu, or a list such as cuda:0,cuda:1");
        Checks.check(memory, size -> size.compareTo(LEAST_MEMORY) >= 0, "melolog.neural.memory", "64MB or more");
        Checks.check(idleTimeout, Duration::isPositive, "melolog.neural.idle-timeout", "above 0");
        Checks.check(hangTimeout, Duration::isPositive, "melolog.neural.hang-timeout", "above 0");
        Checks.check(modelCache, size -> !size.isNegative(), "melolog.neural.model-cache", "0 or more");
    }

    /** @param home the worker's folder for local state */
    NeuralSettings toSettings(Path home) {
        int cores = Runtime.getRuntime().availableProcessors();
        return new NeuralSettings(
                home.resolve("djl"),
                new EngineSettings(threads == 0 ? cores : threads, batch, precision, devices),
                memory.toBytes(),
                idleTimeout,
                hangTimeout);
    }
}
