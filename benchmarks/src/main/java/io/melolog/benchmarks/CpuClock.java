package io.melolog.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/** CPU time of the measured thread since the last reset, against the audio that it worked through. One thread measures at a time. */
final class CpuClock {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final CpuClock ITERATION = new CpuClock();

    private long startedNanos;
    private volatile long usedNanos;
    private volatile double audioSeconds;

    /** The one that {@link CpuProfiler} reads after each iteration. */
    static CpuClock ofIteration() {
        return ITERATION;
    }

    void reset() {
        usedNanos = 0;
        audioSeconds = 0;
    }

    void start() {
        startedNanos = THREADS.getCurrentThreadCpuTime();
    }

    void stop(double secondsOfAudio) {
        usedNanos = usedNanos + THREADS.getCurrentThreadCpuTime() - startedNanos;
        audioSeconds = audioSeconds + secondsOfAudio;
    }

    double cpuSeconds() {
        return usedNanos * 1e-9;
    }

    double audioSeconds() {
        return audioSeconds;
    }
}
