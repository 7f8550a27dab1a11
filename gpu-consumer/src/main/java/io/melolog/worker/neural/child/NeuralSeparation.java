package io.melolog.worker.neural.child;

import io.melolog.worker.dsp.pcm.PcmFile;
import io.melolog.worker.neural.child.FromChild.OfSeparation;
import io.melolog.worker.neural.child.FromChild.Reason;
import io.melolog.worker.neural.child.FromChild.Stem;
import io.melolog.worker.neural.engine.ModelFormatException;
import io.melolog.worker.neural.engine.StemNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleConsumer;
import java.util.regex.Pattern;

/** Separates recordings by networks in the child process, several at once. Thread-safe. */
public final class NeuralSeparation {
    private static final Duration POLL_INTERVAL = Duration.ofMillis(50);
    /** A segment on a slow processor takes some seconds; then the child lets go of its files. */
    private static final Duration CANCEL_GRACE = Duration.ofSeconds(15);
    /** Others may take turns with a separation, so it alone may stand still for longer. */
    private static final int HANG_FACTOR_OF_ONE = 4;

    private static final Pattern DEVICE = Pattern.compile("[a-z0-9:+]{1,64}");

    private final NeuralProcess process;

    public NeuralSeparation(NeuralProcess process) {
        this.process = process;
    }

    /**
     * Separates a recording. The thread waits; an interrupt cancels.
     *
     * @param progress told the share done, 0..1
     * @param cancelled asked every 50 ms; the child then stops within a segment
     * @throws ModelFormatException when the files are no model; permanent
     * @throws NeuralException when it failed otherwise; retryable
     * @throws CancellationException when cancelled; nothing is written to the folder any more unless the child hangs
     */
    public NeuralStems separate(SeparationOrder order, DoubleConsumer progress, BooleanSupplier cancelled)
            throws ModelFormatException, NeuralException, InterruptedException {
        try (NeuralProcess.Lease lease = process.lease()) {
            EngineChild child = lease.child();
            RunningSeparation separation = child.begin(order);
            return result(order, child, await(child, separation, progress, cancelled));
        }
    }

    private OfSeparation await(
            EngineChild child, RunningSeparation separation, DoubleConsumer progress, BooleanSupplier cancelled)
            throws NeuralException, InterruptedException {
        double told = 0;
        while (true) {
            try {
                return separation.end().get(POLL_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
            } catch (ExecutionException e) {
                throw failure(e);
            } catch (TimeoutException e) {
                if (cancelled.getAsBoolean()) {
                    stop(child, separation);
                    throw new CancellationException("the separation was cancelled");
                }
                if (separation.fraction() > told) {
                    told = separation.fraction();
                    progress.accept(told);
                }
                killIfHung(child, separation);
            } catch (InterruptedException e) {
                stop(child, separation);
                throw e;
            }
        }
    }

    private void killIfHung(EngineChild child, RunningSeparation separation) {
        long now = System.nanoTime();
        long limit = process.settings().hang().toNanos();
        if (now - child.movedNanos() > limit || now - separation.movedNanos() > HANG_FACTOR_OF_ONE * limit) {
            child.killHung();
        }
    }

    /** Waits until the child has let go; one that does not and has nothing else to do is killed. */
    private static void stop(EngineChild child, RunningSeparation separation) {
        child.cancel(separation);
        boolean gone = separation
                .end()
                .handle((end, failure) -> true)
                .completeOnTimeout(false, CANCEL_GRACE.toMillis(), TimeUnit.MILLISECONDS)
                .join();
        if (!gone && child.runningCount() <= 1) {
            child.killHung();
        }
    }

    private static NeuralException failure(ExecutionException e) {
        return e.getCause() instanceof NeuralException known
                ? new NeuralException(known.kind(), known.detail())
                : EngineEnd.engineFailed();
    }

    private static NeuralStems result(SeparationOrder order, EngineChild child, OfSeparation end)
            throws ModelFormatException, NeuralException {
        return switch (end) {
            case FromChild.Separated separated -> stems(order, child, separated);
            case FromChild.Failed failed
            when failed.reason() == Reason.MODEL -> throw new ModelFormatException(failed.detail());
            case FromChild.Failed failed -> throw failed(child, failed.reason());
            case FromChild.Progress progress -> throw EngineEnd.engineFailed();
        };
    }

    private static NeuralException failed(EngineChild child, Reason reason) {
        return switch (reason) {
            case MEMORY -> NeuralException.outOfMemory();
            case DISK_FULL -> NeuralException.diskFull();
            case ENGINE, MODEL, CANCELLED -> {
                child.retire();
                yield EngineEnd.engineFailed();
            }
        };
    }

    /** A child whose native code met a hostile model may say anything, so what it says is held against the files. */
    private static NeuralStems stems(SeparationOrder order, EngineChild child, FromChild.Separated separated)
            throws NeuralException {
        Map<String, PcmFile> stems = new LinkedHashMap<>();
        for (Stem stem : separated.stems()) {
            if (StemNames.isName(stem.name())
                    && stem.sampleFrames() == order.mix().sampleFrames()) {
                Path path = order.folder().resolve(stem.name() + ".f32");
                stems.put(
                        stem.name(),
                        new PcmFile(
                                path, order.mix().sampleRateHz(), order.mix().channels(), stem.sampleFrames()));
            }
        }
        boolean complete = stems.size() == separated.stems().size()
                && stems.containsKey(StemNames.VOCALS)
                && stems.containsKey(StemNames.ACCOMPANIMENT)
                && stems.values().stream().allMatch(NeuralSeparation::isWhole)
                && DEVICE.matcher(separated.device()).matches();
        if (!complete) {
            child.retire();
            throw EngineEnd.engineFailed();
        }
        return new NeuralStems(stems, separated.device());
    }

    private static boolean isWhole(PcmFile stem) {
        try {
            return Files.size(stem.path()) == stem.sampleFrames() * stem.frameBytes();
        } catch (IOException e) {
            return false;
        }
    }
}
