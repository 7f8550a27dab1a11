package io.melolog.worker.neural.segment;

import io.melolog.worker.dsp.pcm.PcmReader;
import io.melolog.worker.neural.engine.EngineException;
import io.melolog.worker.neural.engine.ModelFormatException;
import io.melolog.worker.neural.engine.NetworkForm;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleConsumer;

/**
 * Applies a network to a recording of any length, with the memory of a few segments.
 *
 * <p>The recording is read twice: for mean and deviation of its mono mix, by which it is normalised, then segment by segment. Where its rate is not
 * the network's, it is resampled and the stems are resampled back. A mono recording goes to both channels of a stereo network, whose results
 * are averaged; the channels of a stereo recording go one by one through a mono network. Each segment overlaps the next by a quarter; results are
 * averaged under triangular weights. A last segment that is shorter gets what stands around it as context, and silence beyond the ends.
 * With shifts, several passes, each behind another stretch of silence, are averaged.
 *
 * <p>Memory: {@code segmentsInFlight} segments with their stems, one more of the stems, and 1.5 of the mix. Any thread; several recordings at a time.
 */
public final class SegmentedSeparation {
    private static final int MOST_CHANNELS = 2;

    private final NetworkForm form;
    private final SegmentRunner runner;
    private final List<Integer> shiftOffsets;
    private final int segmentsInFlight;

    public SegmentedSeparation(NetworkForm form, SegmentRunner runner, SegmentOptions options) {
        this(
                form,
                runner,
                SegmentPlan.randomOffsets(options.shifts(), options.seed(), form.sampleRateHz()),
                options.segmentsInFlight());
    }

    /**
     * With given shifts.
     *
     * @param shiftOffsets one per pass, as Demucs draws them: 0..rate / 2, for {@code rate / 2 - offset} samples of silence before the recording; none for one
     *     pass without a shift
     */
    public SegmentedSeparation(
            NetworkForm form, SegmentRunner runner, List<Integer> shiftOffsets, int segmentsInFlight) {
        this.form = form;
        this.runner = runner;
        this.shiftOffsets = List.copyOf(shiftOffsets);
        this.segmentsInFlight = segmentsInFlight;
    }

    /**
     * Separates a recording.
     *
     * @param mix mono or stereo, any rate; what is not finite counts as silence
     * @param sink gets every stem, as long as the mix, at its rate and with its channels
     * @param progress told the share done, 0..1, after every segment
     * @param cancelled asked at least before every segment and while waiting for one
     * @throws CancellationException when {@code cancelled} says so; what was written is incomplete then
     * @throws IllegalArgumentException for more than two channels
     * @throws EngineException from the runner
     * @throws ModelFormatException from the runner
     */
    public void separate(PcmReader mix, StemSink sink, DoubleConsumer progress, BooleanSupplier cancelled)
            throws IOException, EngineException, ModelFormatException, InterruptedException {
        if (mix.file().channels() > MOST_CHANNELS) {
            throw new IllegalArgumentException(
                    "mono or stereo, not " + mix.file().channels() + " channels");
        }
        MixLevel level = MixLevel.measure(mix, cancelled);
        MixWindow window = new MixWindow(mix, level, form.sampleRateHz(), form.segmentSamples());
        int[] leads = SegmentPlan.leads(shiftOffsets, form.sampleRateHz());
        SegmentPlan plan = SegmentPlan.of(window.totalFrames(), form.segmentSamples(), leads);
        int stems = form.stems().size();
        StemOutput output = new StemOutput(mix.file(), level, form.sampleRateHz(), stems, sink);
        try (SegmentQueue queue = new SegmentQueue(cancelled)) {
            SegmentPass pass =
                    new SegmentPass(form, plan, leads.length, mix.file().channels(), window, output);
            for (int added = 0, submitted = 0; added < plan.parts().size(); added++) {
                while (submitted < plan.parts().size() && queue.size() < segmentsInFlight) {
                    queue.requireWanted();
                    queue.add(pass.submit(submitted++, runner));
                }
                pass.add(queue);
                progress.accept((added + 1.0) / plan.parts().size());
            }
        }
        output.finish();
    }
}
