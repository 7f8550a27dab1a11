package io.melolog.worker.dsp.f0;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class PyinParamsTest {

    @Test
    void shouldHaveAFrameAtTheStartAndOneEveryHop() {
        assertThat(PyinParams.STANDARD.frames(0)).isZero();
        assertThat(PyinParams.STANDARD.frames(1)).isEqualTo(1);
        assertThat(PyinParams.STANDARD.frames(511)).isEqualTo(1);
        assertThat(PyinParams.STANDARD.frames(512)).isEqualTo(2);
    }

    @Test
    void shouldRefuseWhatTheKernelCannotCompute() {
        assertThatIllegalArgumentException().isThrownBy(() -> params(512, 20, 2000));
        assertThatIllegalArgumentException().isThrownBy(() -> params(512, 500, 400));
        assertThatIllegalArgumentException().isThrownBy(() -> params(512, 65.4, 12_000));
        assertThatIllegalArgumentException().isThrownBy(() -> params(500, 65.4, 2000));
    }

    @Test
    void shouldHoldFourOfTheLongestPeriodsInAFrame() {
        assertThat(PyinParams.searching(65.4, 2000).frameSamples()).isEqualTo(2048);
        assertThat(PyinParams.searching(43.1, 2000).frameSamples()).isEqualTo(2048);
        assertThat(PyinParams.searching(30, 4000).frameSamples()).isEqualTo(4096);
        assertThat(PyinParams.searching(30, 4000).hopSamples()).isEqualTo(512);
    }

    @Test
    void shouldKeepTheTimeGridAtOtherRates() {
        assertThat(PyinParams.atRate(22_050)).isEqualTo(PyinParams.STANDARD);
        assertThat(PyinParams.atRate(44_100).hopSamples()).isEqualTo(1024);
        assertThat(PyinParams.atRate(192_000).hopSamples() / 192_000.0).isCloseTo(512 / 22_050.0, within(1e-4));
    }

    private static PyinParams params(int hopSamples, double minHz, double maxHz) {
        return new PyinParams(22_050, 2048, hopSamples, minHz, maxHz, 100, 2, 18, 2, 10, 35.92, 0.01, 0.01);
    }
}
