package io.melolog.worker.dsp.peaks;

import io.melolog.worker.dsp.pcm.PcmFile;
import io.melolog.worker.dsp.pcm.PcmReader;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleConsumer;

/**
 * Waveform peaks as BBC audiowaveform measures them: samples of 16 bits, channels mixed by their mean (rounded towards
 * zero) or kept apart, minimum and maximum per pixel, a last pixel in part, 8 bits by division towards zero.
 *
 * <p>The numbers follow audiowaveform's data format and its published outputs; no code of it is used.
 */
public final class WaveformSummaries {
    private static final int BLOCK_FRAMES = 1 << 14;

    /** What becomes of several channels. */
    public enum Channels {
        MIXED,
        SPLIT
    }

    private WaveformSummaries() {}

    /**
     * Peaks of every zoom level in one pass. Any thread; the reader is used by this call alone.
     *
     * @param bits 8 or 16
     * @param progress told the share done, 0..1, about every 0.4 s of audio
     * @param cancelled asked as often
     * @return one result per zoom level, in the order given
     * @throws CancellationException when {@code cancelled} says so
     */
    public static List<Peaks> compute(
            PcmReader reader,
            List<Zoom> zooms,
            Channels layout,
            int bits,
            DoubleConsumer progress,
            BooleanSupplier cancelled)
            throws IOException {
        PcmFile file = reader.file();
        int channels = layout == Channels.MIXED ? 1 : file.channels();
        List<ZoomLevel> levels = zooms.stream()
                .map(zoom -> new ZoomLevel(zoom, channels, file.sampleRateHz(), file.sampleFrames(), bits))
                .toList();
        float[] interleaved = new float[BLOCK_FRAMES * file.channels()];
        int[][] planes = new int[channels][BLOCK_FRAMES];
        for (long frame = 0; frame < file.sampleFrames(); ) {
            if (cancelled.getAsBoolean()) {
                throw new CancellationException("waveform cancelled");
            }
            int frames = reader.read(frame, interleaved, BLOCK_FRAMES);
            if (layout == Channels.MIXED) {
                Sample16.mix(interleaved, file.channels(), frames, planes[0]);
            } else {
                Sample16.split(interleaved, file.channels(), frames, planes);
            }
            for (ZoomLevel level : levels) {
                level.add(planes, frame, frames);
            }
            frame += frames;
            progress.accept((double) frame / file.sampleFrames());
        }
        return levels.stream().map(level -> level.peaks(bits)).toList();
    }

    /** {@link #compute(PcmReader, List, Channels, int, DoubleConsumer, BooleanSupplier)}, mixed to one channel, 8 bits. */
    public static List<Peaks> compute(
            PcmReader reader, List<Zoom> zooms, DoubleConsumer progress, BooleanSupplier cancelled) throws IOException {
        return compute(reader, zooms, Channels.MIXED, 8, progress, cancelled);
    }
}
