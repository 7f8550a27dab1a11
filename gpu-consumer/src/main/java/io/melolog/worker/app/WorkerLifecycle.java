package io.melolog.worker.app;

import io.melolog.worker.lease.WorkerHarness;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.springframework.context.SmartLifecycle;

/** Starts the harness with the context and drains it before anything that it uses is closed. */
final class WorkerLifecycle implements SmartLifecycle {
    private final WorkerHarness harness;

    WorkerLifecycle(WorkerHarness harness) {
        this.harness = harness;
    }

    @Override
    public void start() {
        try {
            harness.start();
        } catch (IOException e) {
            throw new UncheckedIOException("the worker cannot start: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the worker started", e);
        }
    }

    @Override
    public void stop() {
        harness.close();
    }

    @Override
    public boolean isRunning() {
        return harness.ready();
    }
}
