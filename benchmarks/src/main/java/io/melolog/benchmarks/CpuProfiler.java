package io.melolog.benchmarks;

import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.ScalarResult;

/** Adds CPU seconds per three minutes of audio, and seconds of audio per CPU second, to JMH's report: {@code jmh.sh} turns it on. */
public final class CpuProfiler implements InternalProfiler {
    @Override
    public String getDescription() {
        return "CPU time of the measured thread per three minutes of audio";
    }

    @Override
    public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
        CpuClock.ofIteration().reset();
    }

    @Override
    public Collection<ScalarResult> afterIteration(
            BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
        double cpuSeconds = CpuClock.ofIteration().cpuSeconds();
        double audioSeconds = CpuClock.ofIteration().audioSeconds();
        return List.of(
                new ScalarResult("cpuPer3Minutes", 180 * cpuSeconds / audioSeconds, "s", AggregationPolicy.AVG),
                new ScalarResult("timesRealTime", audioSeconds / cpuSeconds, "x", AggregationPolicy.AVG));
    }
}
