package io.melolog.worker.neural.torch;

import static org.assertj.core.api.Assertions.assertThat;

import io.melolog.worker.neural.engine.ComputeDevice;
import io.melolog.worker.neural.engine.DeviceMemoryException;
import io.melolog.worker.neural.engine.EngineException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TorchFailuresTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "CUDA out of memory. Tried to allocate 2.00 GiB (GPU 0; 8.00 GiB total capacity)",
                "CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling `cublasCreate(handle)`",
                "[enforce fail at alloc_cpu.cpp:114] err == 0. DefaultCPUAllocator: can't allocate memory: you tried to allocate 9 bytes"
            })
    void shouldTellADeviceWithoutRoom(String text) {
        // given
        RuntimeException failure = new IllegalStateException("outer", new ai.djl.engine.EngineException(text));
        // when
        EngineException mapped = TorchFailures.of(failure, new ComputeDevice(1));
        // then
        assertThat(mapped)
                .isInstanceOf(DeviceMemoryException.class)
                .hasMessageContaining("cuda:1")
                .hasCause(failure);
    }

    @Test
    void shouldTellAFullHeapAsADeviceWithoutRoom() {
        assertThat(TorchFailures.of(new OutOfMemoryError("Java heap space"), ComputeDevice.CPU))
                .isInstanceOf(DeviceMemoryException.class);
    }

    @Test
    void shouldKeepOtherFailuresApart() {
        // given
        RuntimeException failure = new ai.djl.engine.EngineException("CUDA error: device-side assert triggered");
        // when, then
        assertThat(TorchFailures.of(failure, ComputeDevice.CPU))
                .isNotInstanceOf(DeviceMemoryException.class)
                .hasMessageContaining("cpu");
    }

    @Test
    void shouldNotFollowCausesInCircles() {
        // given
        RuntimeException first = new IllegalStateException("first");
        RuntimeException second = new IllegalStateException("second", first);
        first.initCause(second);
        // when, then
        assertThat(TorchFailures.isNoRoom(first)).isFalse();
    }
}
