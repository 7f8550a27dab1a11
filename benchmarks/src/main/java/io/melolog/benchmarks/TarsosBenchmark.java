package io.melolog.benchmarks;

import be.tarsos.dsp.pitch.FastYin;
import java.io.IOException;
import java.util.Arrays;
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
import org.openjdk.jmh.annotations.Warmup;

/**
 * The peer on the JVM: YIN of TarsosDSP, by FFT, on the frames that pYIN takes. One candidate a frame and no hidden Markov model, so it does less than
 * {@link PyinBenchmark}.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 2)
@Fork(1)
@State(Scope.Thread)
public class TarsosBenchmark {
    private static final double SECONDS = 180;
    private static final int FRAME_SAMPLES = 2048;
    private static final int HOP_SAMPLES = 512;

    private final FastYin yin = new FastYin(Recordings.RATE_HZ, FRAME_SAMPLES);
    private float[] samples = new float[0];

    @Setup
    public void load() throws IOException {
        samples = Recordings.sung(SECONDS);
    }

    /** Shortens the recording, so that a test can run it once. */
    void keepSeconds(double seconds) {
        samples = Arrays.copyOf(samples, (int) (seconds * Recordings.RATE_HZ));
    }

    /** @return how many frames have a pitch */
    @Benchmark
    public int track() {
        CpuClock clock = CpuClock.ofIteration();
        clock.start();
        float[] frame = new float[FRAME_SAMPLES];
        int pitched = 0;
        for (int at = 0; at + FRAME_SAMPLES <= samples.length; at += HOP_SAMPLES) {
            System.arraycopy(samples, at, frame, 0, FRAME_SAMPLES);
            pitched += yin.getPitch(frame).isPitched() ? 1 : 0;
        }
        clock.stop((double) samples.length / Recordings.RATE_HZ);
        return pitched;
    }
}
