package io.melolog.worker.dsp.separation;

import io.melolog.worker.dsp.pcm.PcmReader;
import io.melolog.worker.dsp.pcm.PcmWriter;
import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleConsumer;

/** Separates a singing voice from its accompaniment. Any thread. */
public interface VocalSeparator {
    /**
     * Writes vocals and accompaniment as long as the mix; see {@link ExactStems} for how they add up.
     *
     * @param mix mono or stereo, any rate; what exceeds -1..1 is clipped
     * @param vocals empty, of the rate and channels of the mix
     * @param accompaniment likewise
     * @param progress told the share done, 0..1, for every analysis frame (about 23 ms of audio)
     * @param cancelled asked as often
     * @throws CancellationException when {@code cancelled} says so; what was written is incomplete then
     * @throws IllegalArgumentException for more than two channels, or stems of another form than the mix
     */
    void separate(
            PcmReader mix,
            PcmWriter vocals,
            PcmWriter accompaniment,
            DoubleConsumer progress,
            BooleanSupplier cancelled)
            throws IOException;
}
