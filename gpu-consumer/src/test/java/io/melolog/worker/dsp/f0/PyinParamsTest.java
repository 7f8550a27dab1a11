package io.melolog.worker.dsp.f0;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

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
        assertThatIllegalArgumentException().isThrownBy(() -> params(512, 30, 2000));
        assertThatIllegalArgumentException().isThrownBy(() -> params(512, 500, 400));
        assertThatIllegalArgumentException().isThrownBy(() -> params(512, 65.4, 12_000));
        assertThatIllegalArgumentException().isThrownBy(() -> params(500, 65.4, 2000));
    }

    private static PyinParams params(int hopSamples, double minHz, double maxHz) {
        return new PyinParams(22_050, 2048, hopSamples, minHz, maxHz, 100, 2, 18, 2, 10, 35.92, 0.01, 0.01);
    }
}
