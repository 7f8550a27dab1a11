package io.melolog.benchmarks;

import io.melolog.worker.decode.AudioException;
import io.melolog.worker.dsp.f0.F0Track;
import io.melolog.worker.dsp.f0.Pyin;
import io.melolog.worker.dsp.f0.PyinParams;
import io.melolog.worker.dsp.f0.PyinWorkspace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The kernel alone, over three minutes that are decoded already. JMH's own figure is wall time; the CPU time of the thread,
 * which others on the machine disturb less, stands beside it.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 2)
@Fork(3)
@State(Scope.Thread)
public class PyinBenchmark {
    private static final double SECONDS = 180;

    /** The shared song, a made-up singer, white noise (most candidates) and silence (fewest). */
    @Param({"song", "sung", "noise", "silence"})
    private String signal = "sung";

    private final Pyin pyin = new Pyin(PyinParams.STANDARD);
    private float[] samples = new float[0];
    private PyinWorkspace workspace = new PyinWorkspace(PyinParams.STANDARD, 0);

    /** For JMH, which then sets the signal. */
    public PyinBenchmark() {}

    PyinBenchmark(String signal) {
        this.signal = signal;
    }

    @Setup
    public void load() throws IOException, AudioException {
        samples = switch (signal) {
            case "song" -> {
                Path song = Recordings.song().orElseThrow(() -> new IOException("the shared audio is not here"));
                yield Recordings.decoded(song);
            }
            case "sung" -> Recordings.sung(SECONDS);
            case "noise" -> Recordings.noise(SECONDS);
            default -> new float[(int) (SECONDS * Recordings.RATE_HZ)];
        };
        workspace = new PyinWorkspace(PyinParams.STANDARD, samples.length);
    }

    /** Shortens the recording, so that a test can run every part of this once. */
    void keepSeconds(double seconds) {
        samples = Arrays.copyOf(samples, (int) (seconds * Recordings.RATE_HZ));
    }

    @Benchmark
    public F0Track track() {
        CpuClock clock = CpuClock.ofIteration();
        clock.start();
        pyin.process(samples, 0, samples.length, workspace);
        F0Track track = pyin.finish(workspace);
        clock.stop((double) samples.length / Recordings.RATE_HZ);
        return track;
    }
}
