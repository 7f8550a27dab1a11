package io.melolog.worker.neural.segment;

import io.melolog.worker.dsp.pcm.PcmReader;
import io.melolog.worker.neural.engine.EngineException;
import io.melolog.worker.neural.engine.ModelFormatException;
import io.melolog.worker.neural.engine.NetworkForm;
import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleConsumer;

/** Applies a network to a recording of any length. */
public final class SegmentedSeparation {
    public SegmentedSeparation(NetworkForm form, SegmentRunner runner, SegmentOptions options) {}

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
        throw new UnsupportedOperationException();
    }
}
