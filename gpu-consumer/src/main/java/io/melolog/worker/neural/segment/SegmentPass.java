package io.melolog.worker.neural.segment;

import io.melolog.worker.neural.engine.EngineException;
import io.melolog.worker.neural.engine.ModelFormatException;
import io.melolog.worker.neural.engine.NetworkForm;
import io.melolog.worker.neural.segment.SegmentPlan.Part;
import io.melolog.worker.neural.segment.SegmentQueue.Pending;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;

/** Takes the segments of one recording to the network and their results to the output. One thread at a time. */
final class SegmentPass {
    private final NetworkForm form;
    private final SegmentPlan plan;
    private final MixWindow window;
    private final StemOutput output;
    private final OverlapWeights weights;
    private final OverlapAdd sums;
    private final int sourceChannels;

    /** How often the network runs for a segment: for each channel when it takes only one of two. */
    private final int runs;

    SegmentPass(
            NetworkForm form, SegmentPlan plan, int passes, int sourceChannels, MixWindow window, StemOutput output) {
        this.form = form;
        this.plan = plan;
        this.window = window;
        this.output = output;
        this.sourceChannels = sourceChannels;
        this.runs = Math.max(1, sourceChannels / form.channels());
        this.weights = new OverlapWeights(form.segmentSamples(), passes);
        long start = plan.parts().isEmpty() ? 0 : plan.parts().getFirst().start();
        this.sums = new OverlapAdd(form.stems().size(), runs * form.channels(), form.segmentSamples(), start);
    }

    Pending submit(int index, SegmentRunner runner) throws IOException {
        Part part = plan.parts().get(index);
        window.advanceTo(part.start());
        List<Future<float[]>> results = new ArrayList<>();
        for (int run = 0; run < runs; run++) {
            float[] segment = new float[form.channels() * form.segmentSamples()];
            for (int channel = 0; channel < form.channels(); channel++) {
                int source = Math.min(run * form.channels() + channel, sourceChannels - 1);
                window.copy(source, plan.readStart(part), segment, channel * form.segmentSamples());
            }
            results.add(runner.submit(segment));
        }
        return new Pending(index, results);
    }

    /** Waits for the oldest segment and hands on what is complete with it. */
    void add(SegmentQueue queue) throws IOException, EngineException, ModelFormatException, InterruptedException {
        Pending pending = queue.oldest();
        Part part = plan.parts().get(pending.index());
        for (int run = 0; run < runs; run++) {
            float[] result = queue.await(pending.results().get(run));
            sums.add(
                    result,
                    plan.before(part),
                    part.samples(),
                    weights.of(part),
                    run * form.channels(),
                    form.channels());
        }
        queue.removeOldest();
        handOn(plan.completeAfter(pending.index()));
    }

    private void handOn(long complete) throws IOException {
        long from = Math.max(0, sums.start());
        long to = Math.min(complete, window.totalFrames());
        if (from < to) {
            output.write(sums, (int) (from - sums.start()), (int) (to - from));
        }
        if (complete != Long.MAX_VALUE) {
            sums.moveTo(complete);
        }
    }
}
