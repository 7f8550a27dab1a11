package io.melolog.worker.neural.segment;

import io.melolog.worker.dsp.pcm.PcmFile;
import io.melolog.worker.dsp.pcm.PcmReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Writes stems as scratch files. */
public final class StemFiles implements StemSink, AutoCloseable {
    /**
     * Opens {@code vocals.f32}, {@code accompaniment.f32} and one file for every other stem in {@code folder}.
     *
     * @param mix stays open, and is read, as long as this
     * @param stems of the network, in its order; one called {@code accompaniment} is not written
     * @throws IllegalArgumentException when there is no {@code vocals}
     */
    public static StemFiles create(Path folder, PcmReader mix, List<String> stems) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** What was written so far, by stem: {@code vocals}, {@code accompaniment}, then the others. */
    public Map<String, PcmFile> files() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void write(int stem, float[][] planes, int frames) throws IOException {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() throws IOException {}
}
