package io.melolog.worker.dsp.beat;

import io.melolog.worker.dsp.pcm.PcmFile;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/** Finds the beats of a recording. Implementations are immutable, so threads may share them. */
public interface BeatTracker {

    /**
     * The beats of a recording of any length, read as a stream.
     *
     * @param mono one channel
     * @param cancelled asked now and then
     * @return empty where no beat can be heard
     * @throws CancellationException as soon as {@code cancelled} says so
     */
    Optional<BeatTrack> track(PcmFile mono, BooleanSupplier cancelled) throws IOException;
}
