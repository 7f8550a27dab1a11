package io.melolog.worker.neural.segment;

import java.util.concurrent.Future;

/** Computes segments of a recording, several at a time when it can. */
@FunctionalInterface
public interface SegmentRunner {
    /**
     * Queues a segment.
     *
     * @param segment {@code channels x segmentSamples} of the network, flattened row by row; not changed by the caller afterwards
     * @return {@code stems x channels x segmentSamples}, flattened likewise; fails with an
     *     {@link io.melolog.worker.neural.engine.EngineException} or a {@link io.melolog.worker.neural.engine.ModelFormatException};
     *     a cancelled one need not be computed
     */
    Future<float[]> submit(float[] segment);
}
