package io.melolog.ingest.app;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.springframework.beans.factory.ObjectProvider;

/** The registry that was given to this context, by a parent or an initializer, or one of its own. */
record Meters(PrometheusMeterRegistry registry) {
    static Meters of(ObjectProvider<PrometheusMeterRegistry> given) {
        return new Meters(given.getIfAvailable(() -> new PrometheusMeterRegistry(PrometheusConfig.DEFAULT)));
    }
}
