package io.melolog.worker.neural.child;

import io.melolog.worker.neural.child.NeuralMetrics.CrashReason;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StreamCorruptedException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One child process and the separations in it. Thread-safe. */
final class EngineChild {
    private static final Logger LOG = LoggerFactory.getLogger(EngineChild.class);
    private static final Duration EXIT_GRACE = Duration.ofSeconds(5);

    private final Process process;
    private final NeuralMetrics metrics;
    private final ChildErrors errors;
    private final Thread errorReader;
    private final AtomicLong nextId = new AtomicLong();
    private final Map<Long, RunningSeparation> running = new ConcurrentHashMap<>();
    private volatile long movedNanos = System.nanoTime();
    private volatile boolean retired;
    private volatile boolean expected;
    private volatile boolean hung;
    private boolean ended;

    EngineChild(Process process, NeuralMetrics metrics) {
        this.process = process;
        this.metrics = metrics;
        this.errors = new ChildErrors(process.pid());
        // Not virtual: they block in the system as long as the child lives.
        this.errorReader = Thread.ofPlatform()
                .daemon()
                .name("engine-err-" + process.pid())
                .start(() -> errors.read(process.getErrorStream()));
        Thread.ofPlatform().daemon().name("engine-out-" + process.pid()).start(this::follow);
    }

    /** Whether it may be given more separations. */
    boolean usable() {
        return !retired && process.isAlive();
    }

    Process process() {
        return process;
    }

    /** {@link System#nanoTime} of its start or its latest message. */
    long movedNanos() {
        return movedNanos;
    }

    /** How many separations are in it. */
    int runningCount() {
        return running.size();
    }

    /** Asks for a separation; that the child is gone shows at its end. */
    RunningSeparation begin(SeparationOrder order) {
        RunningSeparation separation = new RunningSeparation(nextId.incrementAndGet());
        movedNanos = System.nanoTime();
        synchronized (this) {
            if (ended) {
                separation.end().completeExceptionally(EngineEnd.gone());
                return separation;
            }
            running.put(separation.id(), separation);
        }
        send(new ToChild.Separate(separation.id(), order));
        return separation;
    }

    void cancel(RunningSeparation separation) {
        send(new ToChild.Cancel(separation.id()));
    }

    /** Takes no more separations: its engine failed, and another child begins anew. */
    void retire() {
        retired = true;
    }

    /** Kills it because nothing moves. */
    void killHung() {
        retired = true;
        hung = true;
        process.destroyForcibly();
    }

    /** Ends it on purpose: by the end of its input, and by force should it stay. */
    void end() {
        retired = true;
        expected = true;
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            LOG.atDebug().setCause(e).addKeyValue("pid", process.pid()).log("engine process's input not closed");
        }
        var unused = process.onExit()
                .completeOnTimeout(process, EXIT_GRACE.toMillis(), TimeUnit.MILLISECONDS)
                .thenAccept(Process::destroyForcibly);
    }

    /** Kills it on purpose and waits for its end. */
    void kill() {
        retired = true;
        expected = true;
        process.destroyForcibly();
        awaitExit();
    }

    private synchronized void send(ToChild message) {
        try {
            OutputStream out = process.getOutputStream();
            Frames.write(out, message::writeTo);
        } catch (IOException e) {
            // The child is gone: the end of its output says the same, with its exit code.
            LOG.atDebug().setCause(e).addKeyValue("pid", process.pid()).log("engine process took no message");
        }
    }

    private void follow() {
        try (InputStream in = process.getInputStream()) {
            read(in);
        } catch (IOException | RuntimeException e) {
            // Ending a process closes its streams.
            (expected || hung ? LOG.atDebug() : LOG.atWarn())
                    .setCause(e)
                    .addKeyValue("pid", process.pid())
                    .log("engine process cannot be understood");
            process.destroyForcibly();
        }
        died();
    }

    private void read(InputStream in) throws IOException {
        greet(Frames.read(in));
        for (DataInputStream message = Frames.read(in); message != null; message = Frames.read(in)) {
            movedNanos = System.nanoTime();
            told(FromChild.readFrom(message));
        }
    }

    private static void greet(@Nullable DataInputStream message) throws IOException {
        if (message == null) {
            return;
        }
        if (!(FromChild.readFrom(message) instanceof FromChild.Hello hello) || hello.version() != FromChild.VERSION) {
            throw new StreamCorruptedException("not an engine process of this version");
        }
    }

    private void told(FromChild message) {
        switch (message) {
            case FromChild.Progress progress -> tell(running.get(progress.id()), progress);
            case FromChild.OfSeparation last -> tell(running.remove(last.id()), last);
            case FromChild.Counted counted -> metrics.count(counted);
            case FromChild.Hello hello -> {
                // Said once, and read before.
            }
        }
    }

    private static void tell(@Nullable RunningSeparation separation, FromChild.OfSeparation message) {
        if (separation != null) {
            separation.told(message);
        }
    }

    /** Its output has ended, so it has or will. */
    private void died() {
        retired = true;
        awaitExit();
        NeuralException failure = explain();
        List<RunningSeparation> left;
        synchronized (this) {
            ended = true;
            left = List.copyOf(running.values());
            running.clear();
        }
        left.forEach(separation -> separation.end().completeExceptionally(failure));
    }

    private NeuralException explain() {
        if (expected) {
            return EngineEnd.stopped();
        }
        int exitCode = process.exitValue();
        CrashReason reason = hung ? CrashReason.HUNG : EngineEnd.reason(exitCode);
        metrics.crashed(reason);
        LOG.atWarn()
                .addKeyValue("pid", process.pid())
                .addKeyValue("exitCode", exitCode)
                .addKeyValue("reason", reason)
                .addKeyValue("stderr", errors.tail())
                .log("engine process is gone");
        return hung ? EngineEnd.hung() : EngineEnd.explain(exitCode);
    }

    /** A process that nothing ends, not even this, is left to the system. */
    private void awaitExit() {
        try {
            if (!process.waitFor(EXIT_GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
            }
            errorReader.join(EXIT_GRACE);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
