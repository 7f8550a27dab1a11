package io.melolog.topology.metric;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;

/** The counters of {@link TopologyMetric}, all registered from the start so that zeros show. Thread-safe. */
public final class TopologyMeters {
    private final Map<TopologyMetric, Counter> counters = new EnumMap<>(TopologyMetric.class);

    public TopologyMeters(MeterRegistry registry) {
        for (TopologyMetric metric : TopologyMetric.values()) {
            counters.put(
                    metric,
                    Counter.builder(metric.meterName())
                            .baseUnit(metric.unit())
                            .description(metric.description())
                            .register(registry));
        }
    }

    public void count(TopologyMetric metric) {
        Counter counter = counters.get(metric);
        if (counter != null) {
            counter.increment();
        }
    }
}
