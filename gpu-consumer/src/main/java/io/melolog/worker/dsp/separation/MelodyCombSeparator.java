package io.melolog.worker.dsp.separation;

import io.melolog.worker.dsp.fft.Stft;
import io.melolog.worker.dsp.pcm.PcmReader;
import io.melolog.worker.dsp.pcm.PcmWriter;
import java.io.IOException;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleConsumer;
import java.util.function.IntConsumer;

/**
 * Separates a singing voice from its accompaniment without any trained model: follows the most salient central pitch
 * through the recording, then takes what lies on its harmonics. A preview: consonants stay in the accompaniment, one voice
 * at a time is followed, and where nobody sings a leading instrument may be taken for a voice.
 *
 * <p>Two passes over the recording: one finds the melody, one masks and resynthesises. Audio is never held; pitch candidates
 * take about 35 MB for a quarter of an hour. Deterministic. Immutable: any thread.
 */
public final class MelodyCombSeparator implements VocalSeparator {
    private static final int MAX_CHANNELS = 2;
    /** Share of the work that finding the melody is. */
    private static final double MELODY_SHARE = 0.45;
    /** Salience, relative to a loud voice, from which on a voice is there in part and in full. */
    private static final float ABSENT_BELOW = 0.2f;

    private static final float PRESENT_ABOVE = 0.45f;
    /** Frames that a hop of output waits for, counted from the first that it is part of. */
    private static final int FRAMES_TO_COMPLETE = 3;

    private final MelodyCombParams params;

    public MelodyCombSeparator(MelodyCombParams params) {
        this.params = params;
    }

    @Override
    public void separate(
            PcmReader mix,
            PcmWriter vocals,
            PcmWriter accompaniment,
            DoubleConsumer progress,
            BooleanSupplier cancelled)
            throws IOException {
        if (mix.file().channels() > MAX_CHANNELS) {
            throw new IllegalArgumentException(
                    "mono or stereo only: " + mix.file().channels() + " channels");
        }
        Stft stft = new Stft(params.windowSamples(mix.file().sampleRateHz()));
        ExactStems stems = new ExactStems(mix, vocals, accompaniment);
        FrameStream first = new FrameStream(mix, stft);
        Melody melody = findMelody(first, Pass.steps(first.frames(), 0, MELODY_SHARE, progress, cancelled));
        FrameStream second = new FrameStream(mix, stft);
        writeStems(second, melody, stems, Pass.steps(second.frames(), MELODY_SHARE, 1, progress, cancelled));
    }

    private Melody findMelody(FrameStream frames, IntConsumer step) throws IOException {
        HarmonicSalience salience = new HarmonicSalience(params, frames.sampleRateHz(), frames.windowSamples());
        MelodyTracker tracker = new MelodyTracker(params);
        float[] mid = new float[frames.bins()];
        float[] side = new float[frames.bins()];
        float[] candidates = new float[params.gridSize()];
        while (frames.next()) {
            step.accept(frames.frameIndex());
            frames.midSidePower(mid, side);
            salience.compute(mid, side, candidates);
            tracker.add(candidates);
        }
        return tracker.track();
    }

    private static void writeStems(FrameStream frames, Melody melody, ExactStems stems, IntConsumer step)
            throws IOException {
        CombMask comb = new CombMask(frames.sampleRateHz(), frames.windowSamples());
        float[] mid = new float[frames.bins()];
        float[] side = new float[frames.bins()];
        float[] mask = new float[frames.bins()];
        float[][] sums = new float[frames.channels()][frames.windowSamples()];
        while (frames.next()) {
            int t = frames.frameIndex();
            step.accept(t);
            frames.midSidePower(mid, side);
            float presence = presence(melody.salience()[t]);
            comb.compute(mid, side, melody.f0Hz()[t], melody.glideHz(t), presence, mask);
            frames.synthesizeAdd(mask, sums);
            if (t >= FRAMES_TO_COMPLETE) {
                stems.write(sums, frames.hopSamples());
            }
            FrameStream.moveOn(sums, frames.hopSamples());
        }
    }

    private static float presence(float salience) {
        return Math.clamp((salience - ABSENT_BELOW) / (PRESENT_ABOVE - ABSENT_BELOW), 0f, 1f);
    }
}
