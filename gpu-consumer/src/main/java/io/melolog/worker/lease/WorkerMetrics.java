package io.melolog.worker.lease;

import io.melolog.schemas.stage.Stage;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/** What the worker counts. Received = sum of all outcomes + dead letters + in flight. Thread-safe. */
final class WorkerMetrics {
    /** Names are public API. */
    enum Metric {
        /** Works that ended, by {@code stage} and {@code outcome}. */
        WORKS("audio.worker.works"),
        /** Seconds from start to last artifact of works that were computed, by {@code stage}. */
        WORK_DURATION("audio.worker.work.duration"),
        /** Leases renewed. */
        LEASES_RENEWED("audio.worker.leases.renewed"),
        /** Leases that the broker no longer knew: their records come again. */
        LEASES_LOST("audio.worker.leases.lost"),
        /** Records that could not be read. */
        DEAD_LETTERS("audio.worker.dead.letters");

        private final String meterName;

        Metric(String meterName) {
            this.meterName = meterName;
        }
    }

    /** How a work ended here. */
    enum Outcome {
        COMPUTED,
        FOUND_FINISHED,
        FAILED_RETRYABLE,
        FAILED_PERMANENT,
        FAILED_UNCLASSIFIED,
        WORKER_LOST,
        RETURNED_CANCELLED,
        RETURNED_DRAIN,
        NOT_REPORTED;

        String tag() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    private final MeterRegistry registry;

    WorkerMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    void ended(Stage stage, Outcome outcome) {
        registry.counter(Metric.WORKS.meterName, "stage", stage.id(), "outcome", outcome.tag())
                .increment();
    }

    void computed(Stage stage, Duration duration) {
        Timer.builder(Metric.WORK_DURATION.meterName)
                .tag("stage", stage.id())
                .register(registry)
                .record(duration);
    }

    void count(Metric metric) {
        Counter.builder(metric.meterName).register(registry).increment();
    }
}
