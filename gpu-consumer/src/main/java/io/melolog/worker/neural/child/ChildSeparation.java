package io.melolog.worker.neural.child;

import io.melolog.worker.dsp.pcm.PcmReader;
import io.melolog.worker.neural.child.FromChild.Failed;
import io.melolog.worker.neural.child.FromChild.Reason;
import io.melolog.worker.neural.child.FromChild.Stem;
import io.melolog.worker.neural.device.NetworkSession;
import io.melolog.worker.neural.engine.DeviceMemoryException;
import io.melolog.worker.neural.engine.EngineException;
import io.melolog.worker.neural.engine.ModelFormatException;
import io.melolog.worker.neural.engine.StemNames;
import io.melolog.worker.neural.segment.SegmentOptions;
import io.melolog.worker.neural.segment.SegmentedSeparation;
import io.melolog.worker.neural.segment.StemFiles;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One separation in the child. {@link #run} is for one thread, which {@link #cancel} of another interrupts. */
final class ChildSeparation {
    private static final Logger LOG = LoggerFactory.getLogger(ChildSeparation.class);
    private static final Duration PROGRESS_INTERVAL = Duration.ofMillis(50);
    private static final int MAX_DETAIL_CHARS = 1_000;

    private final long id;
    private final SeparationOrder order;
    private final ChildOutput out;
    private volatile boolean cancelled;
    private volatile boolean told;
    private long toldNanos;

    ChildSeparation(ToChild.Separate job, ChildOutput out) {
        this.id = job.id();
        this.order = job.order();
        this.out = out;
    }

    /** Where the networks come from. */
    @FunctionalInterface
    interface ComputeSource {
        ChildServer.Compute get() throws EngineException;
    }

    /** @return what to tell the worker */
    FromChild run(ComputeSource source) {
        try {
            return separate(source.get());
        } catch (ModelFormatException e) {
            return failed(Reason.MODEL, e);
        } catch (DeviceMemoryException e) {
            return failed(Reason.MEMORY, e);
        } catch (IOException e) {
            return failed(isDiskFull(e) ? Reason.DISK_FULL : Reason.ENGINE, e);
        } catch (OutOfMemoryError e) {
            // Of direct buffers: that of the heap ends the process.
            return failed(Reason.MEMORY, e);
        } catch (InterruptedException | EngineException | RuntimeException | Error e) {
            // Without an answer the worker would wait until it takes this process for hung.
            return failed(Reason.ENGINE, e);
        }
    }

    /** It ends within a segment. */
    void cancel() {
        cancelled = true;
    }

    private FromChild separate(ChildServer.Compute compute)
            throws IOException, ModelFormatException, EngineException, InterruptedException {
        try (PcmReader mix = new PcmReader(order.mix());
                NetworkSession session = compute.pool().open(order.files(), order.modelId())) {
            List<String> names = session.form().stems();
            StemNames.check(names);
            SegmentOptions options = new SegmentOptions(order.shifts(), order.seed(), compute.segmentsInFlight());
            try (StemFiles stems = StemFiles.create(order.folder(), mix, names)) {
                new SegmentedSeparation(session.form(), session::submit, options)
                        .separate(mix, stems, this::progress, () -> cancelled);
                List<Stem> written = stems.files().entrySet().stream()
                        .map(stem -> new Stem(stem.getKey(), stem.getValue().sampleFrames()))
                        .toList();
                return new FromChild.Separated(id, written, session.devicesUsed());
            }
        }
    }

    private void progress(double fraction) {
        long now = System.nanoTime();
        if (!told || now - toldNanos >= PROGRESS_INTERVAL.toNanos()) {
            told = true;
            toldNanos = now;
            out.send(new FromChild.Progress(id, fraction));
        }
    }

    private FromChild failed(Reason reason, Throwable thrown) {
        if (cancelled) {
            return new Failed(id, Reason.CANCELLED, "");
        }
        LOG.atWarn().setCause(thrown).addKeyValue("reason", reason).log("separation failed");
        String message = thrown.getMessage();
        String detail = reason == Reason.MODEL && message != null ? message : thrown.toString();
        return new Failed(id, reason, detail.substring(0, Math.min(detail.length(), MAX_DETAIL_CHARS)));
    }

    private static boolean isDiskFull(IOException e) {
        String text = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        return text.contains("no space left") || text.contains("quota exceeded");
    }
}
