package io.melolog.worker.neural.segment;

import static org.assertj.core.api.Assertions.assertThat;

import io.melolog.worker.neural.engine.NetworkForm;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against Demucs' own {@code apply_model}; {@code segment/make_golden.py} made the file. */
class SegmentedSeparationGoldenTest {
    private static final int RATE_HZ = 8000;
    private static final int CASES = 7;

    @TempDir
    Path folder;

    @Test
    void shouldComputeWhatDemucsComputed() throws Exception {
        ByteBuffer golden = golden();
        int cases = 0;
        while (golden.hasRemaining()) {
            // given
            int frames = golden.getInt();
            int segmentSamples = golden.getInt();
            Integer[] offsets = new Integer[golden.getInt()];
            Arrays.setAll(offsets, i -> golden.getInt());
            float[][] mix = planes(golden, frames);
            NetworkForm form = new NetworkForm(RATE_HZ, 2, segmentSamples, List.of("vocals", "drums"));
            var separation =
                    new SegmentedSeparation(form, Songs.now(Songs.crooked(2, segmentSamples)), List.of(offsets), 3);

            // when
            float[][][] got = Songs.separate(separation, form, folder, mix, RATE_HZ);

            // then
            for (float[][] stem : got) {
                float[][] expected = planes(golden, frames);
                for (int channel = 0; channel < 2; channel++) {
                    assertThat(Songs.snrDb(Songs.scaled(expected[channel], 1), stem[channel]))
                            .isGreaterThan(130);
                }
            }
            cases++;
        }
        assertThat(cases).isEqualTo(CASES);
    }

    private static float[][] planes(ByteBuffer golden, int frames) {
        float[][] planes = new float[2][frames];
        for (float[] plane : planes) {
            golden.asFloatBuffer().get(plane);
            golden.position(golden.position() + frames * Float.BYTES);
        }
        return planes;
    }

    private static ByteBuffer golden() throws IOException {
        try (InputStream in = Objects.requireNonNull(
                SegmentedSeparationGoldenTest.class.getResourceAsStream("/segment/apply.golden"))) {
            return ByteBuffer.wrap(in.readAllBytes()).order(ByteOrder.LITTLE_ENDIAN);
        }
    }
}
