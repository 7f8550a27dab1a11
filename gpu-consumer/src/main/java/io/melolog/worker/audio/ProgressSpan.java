package io.melolog.worker.audio;

import io.melolog.worker.lease.WorkContext;
import java.util.function.DoubleConsumer;

/** The part of a stage's progress that one of its steps fills. */
public final class ProgressSpan {
    private ProgressSpan() {}

    /** Maps a step's own 0..1 to {@code from..to} of the stage. */
    public static DoubleConsumer of(WorkContext context, double from, double to) {
        return share -> context.progress(from + (to - from) * share);
    }
}
