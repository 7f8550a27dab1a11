package io.melolog.worker.app;

import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Clock;

/**
 * What the worker has from the process that it runs in.
 *
 * @param home the worker's folder for local state
 */
record Surroundings(MeterRegistry registry, Clock clock, Path home) {}
