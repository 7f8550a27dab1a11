package io.melolog.worker.dsp.note;

import io.melolog.worker.dsp.f0.F0Track;
import io.melolog.worker.dsp.f0.Pyin;
import io.melolog.worker.dsp.f0.PyinWorkspace;
import io.melolog.worker.dsp.pcm.PcmFile;
import io.melolog.worker.dsp.pcm.PcmReader;
import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/**
 * Whether a recording is one voice or one instrument alone. Such a recording is its own melody: a separator could only take from it, and takes away
 * all of it when the one instrument is none that sings.
 *
 * <p>pYIN's voiced probability says how periodic a frame is. Weighted by the frames' power it is the share of the sound that one pitch explains:
 * 0.42 and more for every solo that was measured (76, among them a voice over mains hum), 0.27 and less for every mix and accompaniment (17).
 */
public final class Solo {
    private static final double LEAST_SHARE = 0.35;

    private Solo() {}

    /**
     * Listens to a recording, reading it about a second at a time.
     *
     * @param mono one channel at the rate of {@code pyin}
     * @throws CancellationException as soon as {@code cancelled} says so
     */
    public static boolean is(PcmFile mono, Pyin pyin, BooleanSupplier cancelled) throws IOException {
        return periodicShare(mono, pyin, cancelled) >= LEAST_SHARE;
    }

    /** The share 0..1 of a recording's power that lies in periodic frames; 0 for silence. */
    static double periodicShare(PcmFile mono, Pyin pyin, BooleanSupplier cancelled) throws IOException {
        int hop = pyin.params().hopSamples();
        double[] hopPower = new double[Math.toIntExact(mono.sampleFrames() / hop + 1)];
        PyinWorkspace workspace = new PyinWorkspace(pyin.params(), mono.sampleFrames());
        float[] block = new float[Math.ceilDiv(mono.sampleRateHz(), hop) * hop];
        try (PcmReader reader = new PcmReader(mono)) {
            for (long at = 0; at < mono.sampleFrames(); at += block.length) {
                if (cancelled.getAsBoolean()) {
                    throw new CancellationException("pitch analysis was cancelled");
                }
                int got = reader.read(at, block, block.length);
                for (int start = 0; start < got; start += hop) {
                    hopPower[Math.toIntExact((at + start) / hop)] =
                            FrameLevels.power(block, start, Math.min(hop, got - start));
                }
                pyin.process(block, 0, got, workspace);
            }
        }
        return share(pyin.finish(workspace), hopPower);
    }

    /** A frame is centred where its hop begins. */
    private static double share(F0Track track, double[] hopPower) {
        double periodic = 0;
        double all = 0;
        for (int i = 0; i < Math.min(track.frames(), hopPower.length); i++) {
            double power = hopPower[i] + (i == 0 ? 0 : hopPower[i - 1]);
            periodic += power * track.voicedProbability(i);
            all += power;
        }
        return all == 0 ? 0 : periodic / all;
    }
}
