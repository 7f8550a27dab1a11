package io.melolog.worker.model;

import io.micrometer.core.instrument.MeterRegistry;

/** What is counted about models' files. Thread-safe. */
final class ModelMetrics {
    /** Names are public API. */
    enum Metric {
        /** Files fetched whole and found right. */
        DOWNLOADS("audio.worker.model.downloads"),
        /** Their bytes. */
        DOWNLOADED_BYTES("audio.worker.model.downloaded.bytes"),
        /** Files that arrived other than they were registered. */
        DAMAGED("audio.worker.model.damaged"),
        /** Files deleted to make room. */
        EVICTIONS("audio.worker.model.evictions");

        private final String meterName;

        Metric(String meterName) {
            this.meterName = meterName;
        }
    }

    private final MeterRegistry registry;

    ModelMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    void downloaded(long bytes) {
        add(Metric.DOWNLOADS, 1);
        add(Metric.DOWNLOADED_BYTES, bytes);
    }

    void damaged() {
        add(Metric.DAMAGED, 1);
    }

    void evicted() {
        add(Metric.EVICTIONS, 1);
    }

    private void add(Metric metric, double amount) {
        registry.counter(metric.meterName).increment(amount);
    }
}
