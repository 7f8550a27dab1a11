package io.melolog.worker.neural.segment;

import io.melolog.worker.dsp.pcm.PcmFile;
import io.melolog.worker.dsp.pcm.PcmReader;
import io.melolog.worker.dsp.pcm.PcmWriter;
import io.melolog.worker.dsp.separation.ExactStems;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Writes stems as scratch files: vocals and accompaniment, which add up to the mix (see {@link ExactStems}), and every other stem held to
 * -1..1, where what is not a number counts as silence. One thread at a time.
 */
public final class StemFiles implements StemSink, AutoCloseable {
    private static final String VOCALS = "vocals";
    private static final String ACCOMPANIMENT = "accompaniment";

    /** Names come from models, which anyone may add, and become file names. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    private final List<String> stems;
    private final Map<String, PcmWriter> writers;
    private final ExactStems exact;
    private final int channels;
    private float[] interleaved = new float[0];

    private StemFiles(List<String> stems, Map<String, PcmWriter> writers, ExactStems exact, int channels) {
        this.stems = stems;
        this.writers = writers;
        this.exact = exact;
        this.channels = channels;
    }

    /**
     * Opens {@code vocals.f32}, {@code accompaniment.f32} and one file for every other stem in {@code folder}.
     *
     * @param mix stays open, and is read, as long as this
     * @param stems of the network, in its order; one called {@code accompaniment} is not written
     * @throws IllegalArgumentException when there is no {@code vocals}, or a name has other characters than letters, digits, {@code -} and {@code _}
     */
    public static StemFiles create(Path folder, PcmReader mix, List<String> stems) throws IOException {
        if (!stems.contains(VOCALS) || !stems.stream().allMatch(NAME.asMatchPredicate())) {
            throw new IllegalArgumentException("stems without vocals, or not to be written as files: " + stems);
        }
        Map<String, PcmWriter> writers = new LinkedHashMap<>();
        try {
            PcmWriter vocals = open(folder, mix.file(), VOCALS, writers);
            PcmWriter accompaniment = open(folder, mix.file(), ACCOMPANIMENT, writers);
            for (String stem : stems) {
                if (!writers.containsKey(stem)) {
                    open(folder, mix.file(), stem, writers);
                }
            }
            ExactStems exact = new ExactStems(mix, vocals, accompaniment);
            return new StemFiles(List.copyOf(stems), writers, exact, mix.file().channels());
        } catch (IOException e) {
            close(writers, e);
            throw e;
        }
    }

    private static PcmWriter open(Path folder, PcmFile mix, String stem, Map<String, PcmWriter> writers)
            throws IOException {
        PcmWriter writer = new PcmWriter(folder.resolve(stem + ".f32"), mix.sampleRateHz(), mix.channels());
        writers.put(stem, writer);
        return writer;
    }

    /** What was written so far, by stem: {@code vocals}, {@code accompaniment}, then the others in the network's order. */
    public Map<String, PcmFile> files() {
        Map<String, PcmFile> files = new LinkedHashMap<>();
        writers.forEach((stem, writer) -> files.put(stem, writer.file()));
        return files;
    }

    @Override
    public void write(int stem, float[][] planes, int frames) throws IOException {
        String name = stems.get(stem);
        if (name.equals(VOCALS)) {
            exact.write(planes, frames);
        } else if (!name.equals(ACCOMPANIMENT)) {
            writeClipped(Objects.requireNonNull(writers.get(name)), planes, frames);
        }
    }

    private void writeClipped(PcmWriter writer, float[][] planes, int frames) throws IOException {
        if (interleaved.length < frames * channels) {
            interleaved = new float[frames * channels];
        }
        for (int channel = 0; channel < channels; channel++) {
            for (int frame = 0; frame < frames; frame++) {
                float sample = planes[channel][frame];
                interleaved[frame * channels + channel] = Float.isNaN(sample) ? 0 : Math.clamp(sample, -1f, 1f);
            }
        }
        writer.write(interleaved, frames);
    }

    @Override
    public void close() throws IOException {
        IOException failure = new IOException("closing the stems");
        close(writers, failure);
        if (failure.getSuppressed().length > 0) {
            throw failure;
        }
    }

    private static void close(Map<String, PcmWriter> writers, IOException failure) {
        for (PcmWriter writer : writers.values()) {
            try {
                writer.close();
            } catch (IOException e) {
                failure.addSuppressed(e);
            }
        }
    }
}
