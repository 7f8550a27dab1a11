package io.melolog.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** CPU time of the measured thread, reported by JMH beside its own figure: the mean over the runs of an iteration. */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.EVENTS)
public class CpuClock {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private long startedNanos;
    private long usedNanos;
    private double audioSeconds;

    @Setup(Level.Iteration)
    public void reset() {
        usedNanos = 0;
        audioSeconds = 0;
    }

    void start() {
        startedNanos = THREADS.getCurrentThreadCpuTime();
    }

    void stop(double secondsOfAudio) {
        usedNanos += THREADS.getCurrentThreadCpuTime() - startedNanos;
        audioSeconds += secondsOfAudio;
    }

    /** CPU seconds that three minutes of audio take. */
    public double cpuSecondsPerThreeMinutes() {
        return 180 * usedNanos * 1e-9 / audioSeconds;
    }

    /** Seconds of audio per CPU second. */
    public double timesRealTime() {
        return audioSeconds / (usedNanos * 1e-9);
    }
}
