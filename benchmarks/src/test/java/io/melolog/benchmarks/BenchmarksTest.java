package io.melolog.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.melolog.worker.lease.StageOutput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** That the benchmarks measure what they say; how fast it is, is not a matter for tests. */
class BenchmarksTest {
    @ParameterizedTest
    @ValueSource(strings = {"sung", "noise", "silence"})
    void shouldTrackWhatPyinIsMeasuredWith(String signal) throws Exception {
        // given
        PyinBenchmark benchmark = new PyinBenchmark(signal);
        benchmark.load();
        benchmark.keepSeconds(3);

        // when
        var track = benchmark.track();

        // then
        assertThat(track.frames()).isEqualTo(1 + 3 * 22_050 / 512);
        assertThat(CpuClock.ofIteration().audioSeconds()).isGreaterThanOrEqualTo(3);
        assertThat(CpuClock.ofIteration().cpuSeconds()).isPositive();
    }

    @Test
    void shouldHearTheSameSingerAsThePeer() throws Exception {
        // given
        TarsosBenchmark benchmark = new TarsosBenchmark();
        benchmark.load();
        benchmark.keepSeconds(3);

        // then
        assertThat(benchmark.track()).isGreaterThan(60);
    }

    @Test
    void shouldRunTheWholePitchStage() throws Exception {
        // given
        PitchStageBenchmark benchmark = new PitchStageBenchmark();
        benchmark.keepSeconds(2);
        benchmark.load();

        // when
        StageOutput output = benchmark.run();
        benchmark.close();

        // then
        assertThat(output.files()).extracting(StageOutput.OutputFile::name).contains("f0.csv", "notes.json");
    }
}
