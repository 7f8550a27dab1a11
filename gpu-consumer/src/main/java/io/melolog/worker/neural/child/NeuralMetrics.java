package io.melolog.worker.neural.child;

import io.melolog.worker.neural.child.FromChild.Counted;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import java.util.regex.Pattern;

/** What is counted about networks and the process that runs them. Thread-safe. */
public final class NeuralMetrics {
    private static final Pattern DEVICE = Pattern.compile("cpu|cuda:\\d{1,3}");

    /** Names are public API. */
    enum Metric {
        /** Child processes started. */
        STARTS("audio.worker.engine.starts"),
        /** Child processes that ended on their own or were killed, by {@code reason}: {@code crashed}, {@code hung}, {@code memory}. */
        CRASHES("audio.worker.engine.crashes"),
        /** Child processes ended because there was no work. */
        IDLE_ENDS("audio.worker.engine.idle.ends"),
        /** Models put on a device, by {@code device}. */
        LOADS("audio.worker.model.loads"),
        /** Segments computed, by {@code device}. */
        SEGMENTS("audio.worker.segments"),
        /** Segments computed in one call, by {@code device}. */
        BATCH("audio.worker.segments.batch"),
        /** Devices found without room, by {@code device}. */
        OUT_OF_MEMORY("audio.worker.device.out.of.memory"),
        /** Separations that went on on the CPU, by the {@code device} that they left. */
        FALLBACKS("audio.worker.device.fallbacks");

        private final String meterName;

        Metric(String meterName) {
            this.meterName = meterName;
        }
    }

    private final MeterRegistry registry;

    public NeuralMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    void count(Metric metric) {
        registry.counter(metric.meterName).increment();
    }

    void crashed(CrashReason reason) {
        registry.counter(Metric.CRASHES.meterName, "reason", reason.name().toLowerCase(Locale.ROOT))
                .increment();
    }

    /** Why a child is gone. */
    enum CrashReason {
        CRASHED,
        HUNG,
        MEMORY
    }

    /** What a child says is counted only where it makes sense: names of devices become tags. */
    void count(Counted counted) {
        if (counted.amount() < 1 || !DEVICE.matcher(counted.device()).matches()) {
            return;
        }
        switch (counted.count()) {
            case LOADED -> add(Metric.LOADS, counted);
            case OUT_OF_MEMORY -> add(Metric.OUT_OF_MEMORY, counted);
            case FELL_BACK -> add(Metric.FALLBACKS, counted);
            case COMPUTED -> {
                add(Metric.SEGMENTS, counted);
                DistributionSummary.builder(Metric.BATCH.meterName)
                        .tag("device", counted.device())
                        .register(registry)
                        .record(counted.amount());
            }
        }
    }

    private void add(Metric metric, Counted counted) {
        registry.counter(metric.meterName, "device", counted.device()).increment(counted.amount());
    }
}
