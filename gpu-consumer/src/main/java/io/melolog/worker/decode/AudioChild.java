package io.melolog.worker.decode;

import io.melolog.worker.decode.child.ChildReply;
import io.melolog.worker.decode.child.ChildRequest;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StreamCorruptedException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One child process for one job. Closing it kills it. */
final class AudioChild implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AudioChild.class);
    private static final int MAX_ERROR_BYTES = 8 << 10;
    private static final Duration POLL_INTERVAL = Duration.ofMillis(20);
    private static final Duration EXIT_GRACE = Duration.ofSeconds(5);

    private final Process process;
    private final CompletableFuture<Boolean> ready = new CompletableFuture<>();
    private final CompletableFuture<ChildReply> reply = new CompletableFuture<>();
    private final CompletableFuture<String> errors = new CompletableFuture<>();

    AudioChild(Process process) {
        this.process = process;
        Thread.ofVirtual().name("audio-child-out-" + process.pid()).start(this::readReply);
        Thread.ofVirtual().name("audio-child-err-" + process.pid()).start(this::readErrors);
    }

    Process process() {
        return process;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Runs {@code action} once the process has ended. */
    void onEnd(Runnable action) {
        CompletableFuture<Process> unused = process.onExit().whenComplete((ended, problem) -> action.run());
    }

    /** Waits until the child has loaded its libraries and waits for its job. */
    boolean awaitReady(Duration limit) throws InterruptedException {
        try {
            return ready.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            return false;
        }
    }

    /**
     * Runs the one job of this child.
     *
     * @throws AudioException when the child dies, answers nonsense or takes longer than {@code limit}
     * @throws CancellationException when {@code cancelled} turns true or the thread is interrupted; the child is dead
     */
    ChildReply run(ChildRequest request, Duration limit, BooleanSupplier cancelled) throws AudioException {
        long deadline = System.nanoTime() + limit.toNanos();
        try {
            send(request);
            return await(deadline, limit, cancelled);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while audio was decoded");
        } finally {
            close();
            if (!reply.isDone() || reply.isCompletedExceptionally()) {
                awaitEnd();
            }
        }
    }

    /** Not before the end of a child without an answer is its output certain to stay deleted. */
    void awaitEnd() {
        process.onExit()
                .completeOnTimeout(process, EXIT_GRACE.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }

    private void send(ChildRequest request) {
        try {
            DataOutputStream out = new DataOutputStream(process.getOutputStream());
            request.writeTo(out);
            out.flush();
        } catch (IOException e) {
            // The child is gone: the end of its output says the same, with its exit code.
            LOG.atDebug().setCause(e).addKeyValue("pid", process.pid()).log("Audio child took no request");
        }
    }

    private ChildReply await(long deadline, Duration limit, BooleanSupplier cancelled)
            throws AudioException, InterruptedException {
        while (true) {
            try {
                return reply.get(POLL_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
            } catch (ExecutionException e) {
                throw died(e);
            } catch (TimeoutException e) {
                if (cancelled.getAsBoolean()) {
                    throw new CancellationException("decoding was cancelled");
                }
                if (System.nanoTime() - deadline > 0) {
                    throw tooSlow(limit);
                }
            }
        }
    }

    private static AudioException tooSlow(Duration limit) {
        return AudioException.retryable(
                AudioErrorCode.DECODER_LIMIT,
                "Decoding took longer than " + limit.toMillis() / 1000.0 + " s. It is tried again; should it fail each"
                        + " time, convert the file to WAV or FLAC and upload that.");
    }

    private AudioException died(ExecutionException e) throws InterruptedException {
        if (!process.waitFor(EXIT_GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
            return AudioException.crashed("The process that decodes audio answered nonsense. It is tried again.", e);
        }
        String text = errors.completeOnTimeout("", EXIT_GRACE.toMillis(), TimeUnit.MILLISECONDS)
                .join();
        LOG.atWarn()
                .addKeyValue("pid", process.pid())
                .addKeyValue("exitCode", process.exitValue())
                .addKeyValue("stderr", text)
                .log("Audio child ended without an answer");
        return ChildEnd.explain(process.exitValue(), text);
    }

    private void readReply() {
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(process.getInputStream()))) {
            if (in.readInt() != ChildReply.READY) {
                throw new StreamCorruptedException("not a decoder");
            }
            ready.complete(true);
            reply.complete(ChildReply.readFrom(in));
        } catch (IOException | RuntimeException e) {
            ready.complete(false);
            reply.completeExceptionally(e);
        }
    }

    /** Keeps the first 8 kB and swallows the rest, so that a chatty child never blocks. */
    private void readErrors() {
        ByteArrayOutputStream kept = new ByteArrayOutputStream();
        try (InputStream in = process.getErrorStream()) {
            kept.write(in.readNBytes(MAX_ERROR_BYTES));
            in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            LOG.atDebug().setCause(e).addKeyValue("pid", process.pid()).log("Audio child's stderr broke off");
        }
        errors.complete(kept.toString(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
