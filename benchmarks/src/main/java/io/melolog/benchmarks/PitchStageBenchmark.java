package io.melolog.benchmarks;

import io.melolog.worker.audio.AudioInput;
import io.melolog.worker.decode.AudioChildPool;
import io.melolog.worker.decode.AudioChildSettings;
import io.melolog.worker.decode.AudioDecoder;
import io.melolog.worker.lease.StageOutput;
import io.melolog.worker.pitch.PitchStage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The whole pitch stage over three minutes, from the uploaded file to every artifact in the scratch folder: decoding in a
 * child process, pYIN, notes, score, exports. Wall time; the CPU time beside it is the worker's own, without the child's.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
@Fork(2)
@State(Scope.Thread)
public class PitchStageBenchmark {
    private static final double SECONDS = 180;

    private AudioChildPool children = new AudioChildPool(settings());
    private PitchStage stage = stage(children);
    private Path folder = Path.of("");
    private Path upload = Path.of("");
    private double seconds = SECONDS;

    @Setup
    public void load() throws IOException {
        folder = Files.createTempDirectory("melolog-benchmark");
        Path sung = folder.resolve("sung.wav");
        Path song = Recordings.song().orElse(sung);
        upload = song.equals(sung) || seconds < SECONDS ? WavFile.write(sung, Recordings.sung(seconds)) : song;
    }

    /** Shortens the recording, so that a test can run every part of this once. */
    void keepSeconds(double wanted) {
        seconds = wanted;
    }

    @Benchmark
    public StageOutput run() throws Exception {
        Path scratch = Files.createTempDirectory(folder, "scratch");
        CpuClock clock = CpuClock.ofIteration();
        clock.start();
        StageOutput output = stage.run(new LocalUpload(upload, scratch));
        clock.stop(seconds);
        LocalUpload.deleteAll(scratch);
        return output;
    }

    @TearDown
    public void close() throws IOException {
        children.close();
        LocalUpload.deleteAll(folder);
    }

    private static PitchStage stage(AudioChildPool children) {
        return new PitchStage(new AudioInput(new AudioDecoder(children), 600));
    }

    private static AudioChildSettings settings() {
        return AudioChildSettings.defaults(Recordings.cache());
    }
}
