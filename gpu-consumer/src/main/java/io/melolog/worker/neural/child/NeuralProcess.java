package io.melolog.worker.neural.child;

import io.melolog.worker.neural.child.NeuralMetrics.Metric;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The child process of this worker: started when the first separation needs it, ended when there was none for a while, replaced when it died.
 * Thread-safe.
 */
public final class NeuralProcess implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NeuralProcess.class);

    private final NeuralSettings settings;
    private final Supplier<ChildProgram> program;
    private final NeuralMetrics metrics;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("engine-idle").factory());
    private final Set<EngineChild> live = new HashSet<>();
    private final Map<EngineChild, Integer> leases = new HashMap<>();
    private @Nullable EngineChild current;
    private int users;
    private long uses;
    private boolean closed;

    /**
     * Starts nothing yet.
     *
     * @param program asked at each start; throws {@link IllegalStateException} where it is not installed
     */
    public NeuralProcess(NeuralSettings settings, Supplier<ChildProgram> program, NeuralMetrics metrics) {
        this.settings = settings;
        this.program = program;
        this.metrics = metrics;
    }

    NeuralSettings settings() {
        return settings;
    }

    /** A child that is used until the lease is closed. @throws NeuralException when none can be started */
    synchronized Lease lease() throws NeuralException {
        EngineChild child = current;
        if (child == null || !child.usable()) {
            child = start();
            current = child;
        }
        users++;
        uses++;
        leases.merge(child, 1, Integer::sum);
        return new Lease(child);
    }

    /** The process that takes the next separation, if one runs. */
    public synchronized Optional<ProcessHandle> running() {
        EngineChild child = current;
        return child != null && child.usable() ? Optional.of(child.process().toHandle()) : Optional.empty();
    }

    /** Kills the child, with what it computes, and waits for its end. */
    @Override
    public void close() {
        List<EngineChild> ending;
        synchronized (this) {
            closed = true;
            ending = List.copyOf(live);
            current = null;
        }
        timer.shutdownNow();
        ending.forEach(EngineChild::kill);
    }

    private EngineChild start() throws NeuralException {
        if (closed) {
            throw EngineEnd.stopped();
        }
        try {
            EngineChild child = new EngineChild(new ChildCommand(settings, program.get()).start(), metrics);
            live.add(child);
            metrics.count(Metric.STARTS);
            var unused = child.process().onExit().thenRun(() -> forget(child));
            LOG.atInfo().addKeyValue("pid", child.process().pid()).log("engine process started");
            return child;
        } catch (IOException | IllegalStateException e) {
            LOG.atError().setCause(e).log("engine process not started");
            throw NeuralException.crashed("The process that runs models could not be started. It is tried again.");
        }
    }

    private synchronized void forget(EngineChild child) {
        live.remove(child);
    }

    private synchronized void released(EngineChild child) {
        users--;
        int left = leases.merge(child, -1, Integer::sum);
        if (left == 0) {
            leases.remove(child);
            if (!child.usable()) {
                child.end();
            }
        }
        if (users == 0 && !closed) {
            long atRelease = uses;
            Duration idle = settings.idle();
            var unused = timer.schedule(() -> endIfIdleSince(atRelease), idle.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void endIfIdleSince(long atRelease) {
        EngineChild idle;
        synchronized (this) {
            if (users > 0 || uses != atRelease || current == null) {
                return;
            }
            idle = current;
            current = null;
        }
        if (idle.usable()) {
            LOG.atInfo().addKeyValue("pid", idle.process().pid()).log("engine process ends for want of work");
            metrics.count(Metric.IDLE_ENDS);
        }
        idle.end();
    }

    /** The use of a child. */
    final class Lease implements AutoCloseable {
        private final EngineChild child;

        private Lease(EngineChild child) {
            this.child = child;
        }

        EngineChild child() {
            return child;
        }

        @Override
        public void close() {
            released(child);
        }
    }
}
