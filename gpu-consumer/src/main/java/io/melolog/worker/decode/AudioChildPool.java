package io.melolog.worker.decode;

import io.melolog.worker.decode.child.ChildReply;
import io.melolog.worker.decode.child.ChildRequest;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Child processes for audio, one per job. Spare ones wait with their libraries loaded, so that a job need not wait for a
 * JVM to start; jobs beyond the spares start their own. Thread-safe.
 */
public final class AudioChildPool implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AudioChildPool.class);

    private final AudioChildSettings settings;
    private final ChildCommand command;
    private final Deque<AudioChild> spares = new ArrayDeque<>();
    private final Set<AudioChild> live = new HashSet<>();
    private boolean closed;

    /** Starts the spare children in the background. */
    public AudioChildPool(AudioChildSettings settings) {
        this.settings = settings;
        this.command = new ChildCommand(settings);
        refillSoon();
    }

    AudioChildSettings settings() {
        return settings;
    }

    /**
     * Runs one job in a child of its own.
     *
     * @throws AudioException when the job fails or hits a bound
     * @throws CancellationException when {@code cancelled} turns true or the thread is interrupted
     */
    ChildReply run(ChildRequest request, BooleanSupplier cancelled) throws AudioException {
        if (cancelled.getAsBoolean()) {
            throw new CancellationException("decoding was cancelled");
        }
        ChildReply reply;
        try {
            reply = take().run(request, settings.wallClockLimit(), cancelled);
        } finally {
            refillSoon();
        }
        if (reply instanceof ChildReply.Failed failed) {
            LOG.atInfo()
                    .addKeyValue("failure", failed.failure())
                    .addKeyValue("fact", failed.fact())
                    .log("Audio child refused");
            throw ChildRefusal.explain(failed);
        }
        return reply;
    }

    private AudioChild take() throws AudioException {
        try {
            AudioChild spare = pollSpare();
            return spare == null ? start() : spare;
        } catch (IOException e) {
            throw AudioException.crashed("The process that decodes audio could not be started. It is tried again.", e);
        }
    }

    /** A spare that is still alive: an idle one may have been killed for memory. */
    synchronized @Nullable AudioChild pollSpare() {
        AudioChild spare = spares.poll();
        while (spare != null && !spare.isAlive()) {
            spare = spares.poll();
        }
        return spare;
    }

    private synchronized AudioChild start() throws IOException {
        if (closed) {
            throw new IOException("audio processes are shut down");
        }
        AudioChild child = new AudioChild(command.start());
        live.add(child);
        child.onEnd(() -> forget(child));
        return child;
    }

    private synchronized void forget(AudioChild child) {
        live.remove(child);
        spares.remove(child);
    }

    /** After a job, not before it: a starting JVM would take the processor from the job. */
    private void refillSoon() {
        Thread.ofVirtual().name("audio-child-refill").start(this::refill);
    }

    private synchronized void refill() {
        try {
            while (!closed && spares.size() < settings.spares()) {
                spares.add(start());
            }
        } catch (IOException e) {
            LOG.atWarn().setCause(e).log("No spare audio process could be started");
        }
    }

    /** The children that run or wait now. */
    synchronized List<AudioChild> children() {
        return List.copyOf(live);
    }

    /** Kills every child, those with a job too, and waits for their end. */
    @Override
    public void close() {
        List<AudioChild> ending;
        synchronized (this) {
            closed = true;
            ending = List.copyOf(live);
            spares.clear();
        }
        ending.forEach(AudioChild::close);
        ending.forEach(AudioChild::awaitEnd);
    }
}
