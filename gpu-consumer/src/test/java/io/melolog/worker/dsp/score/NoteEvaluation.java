package io.melolog.worker.dsp.score;

import io.melolog.worker.dsp.pcm.PcmFile;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * By hand: {@code NoteEvaluation manifest.json OUT [stems]} analyses every item of a corpus as an upload, or with {@code
 * stems} the true vocals of its mixes as separated vocals, into {@code OUT/<id>/} for {@code score.py}. Needs an ffmpeg.
 */
public final class NoteEvaluation {
    private static final PitchAnalyzer ANALYZER = PitchAnalyzer.standard();

    private NoteEvaluation() {}

    public static void main(String[] args) throws Exception {
        Path manifest = Path.of(args[0]).toAbsolutePath();
        Path out = Path.of(args[1]);
        boolean stems = args.length > 2 && args[2].equals("stems");
        long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        double seconds = 0;
        for (Item item : items(manifest, stems)) {
            PitchAnalysis analysis = analyze(item.audio(), item.gainDb(), stems);
            seconds += analysis.f0().frames() * analysis.f0().hopSeconds();
            ScoreFiles.write(Files.createDirectories(out.resolve(item.id())), analysis);
        }
        long nanos = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before;
        System.out.printf(Locale.ROOT, "%.0f s of audio in %.1f CPU-s%n", seconds, nanos / 1e9);
    }

    /**
     * An item of a corpus.
     *
     * @param audio its file
     * @param gainDb what its level is changed by, dB
     */
    public record Item(String id, Path audio, double gainDb) {}

    /** The items of a manifest; with {@code stems} those that have true vocals. */
    public static List<Item> items(Path manifest, boolean stems) {
        List<Item> items = new ArrayList<>();
        JsonNode root = JsonMapper.shared().readTree(manifest.toFile());
        String column = stems ? "vocals" : "audio";
        for (JsonNode item : root.get("items")) {
            if (item.has(column)) {
                items.add(new Item(
                        item.get("id").asString(),
                        manifest.resolveSibling(item.get(column).asString()),
                        stems ? item.path("vocal_gain_db").asDouble(0) : 0));
            }
        }
        return items;
    }

    /** Decodes a file and analyses it. */
    public static PitchAnalysis analyze(Path audio, double gainDb, boolean separated) throws Exception {
        Path pcm = Files.createTempFile("note-evaluation", ".f32");
        try {
            decode(audio, gainDb, pcm);
            PcmFile mono = new PcmFile(pcm, ANALYZER.sampleRateHz(), 1, Files.size(pcm) / Float.BYTES);
            PitchSource source =
                    separated ? new PitchSource.SeparatedVocals(OptionalDouble.empty()) : new PitchSource.Upload();
            return ANALYZER.analyze(mono, source, done -> {}, () -> false);
        } finally {
            Files.delete(pcm);
        }
    }

    private static void decode(Path audio, double gainDb, Path pcm) throws IOException, InterruptedException {
        int status = new ProcessBuilder(List.of(
                        "ffmpeg",
                        "-nostdin",
                        "-v",
                        "error",
                        "-y",
                        "-i",
                        audio.toString(),
                        "-af",
                        "volume=" + gainDb + "dB",
                        "-ac",
                        "1",
                        "-ar",
                        Integer.toString(ANALYZER.sampleRateHz()),
                        "-f",
                        "f32le",
                        pcm.toString()))
                .inheritIO()
                .start()
                .waitFor();
        if (status != 0) {
            throw new IOException("ffmpeg could not read " + audio);
        }
    }
}
