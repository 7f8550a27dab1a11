package io.melolog.worker.dsp.separation;

import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleConsumer;
import java.util.function.IntConsumer;

/** One pass of a separator over a recording's frames. */
final class Pass {
    private Pass() {}

    /**
     * What happens before each frame, given by its index: progress from {@code from} to {@code to}, and the end when it is asked for.
     *
     * @throws CancellationException from the consumer, as soon as {@code cancelled} says so
     */
    static IntConsumer steps(int frames, double from, double to, DoubleConsumer progress, BooleanSupplier cancelled) {
        return frameIndex -> {
            if (cancelled.getAsBoolean()) {
                throw new CancellationException("separation cancelled");
            }
            progress.accept(from + (to - from) * (frameIndex + 1) / frames);
        };
    }
}
