package io.melolog.worker.neural.torch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReflectedSegmentsTest {
    @Test
    void shouldMirrorWithoutRepeatingTheEnds() {
        // when
        float[] padded = ReflectedSegments.padded(new float[] {1, 2, 3, 4, 5, 6, 7, 8}, 4, 2, 3);
        // then
        assertThat(padded).containsExactly(3, 2, 1, 2, 3, 4, 3, 2, 1, 7, 6, 5, 6, 7, 8, 7, 6, 5);
    }

    @Test
    void shouldAddZerosFirstWhereThereIsTooLittleToMirror() {
        // when, then: torch.nn.functional.pad of (1, 2, 0, 0) by 3 and 1, as the reference does
        assertThat(ReflectedSegments.padded(new float[] {1, 2}, 2, 3, 3)).containsExactly(0, 0, 2, 1, 2, 0, 0, 0);
    }
}
