package io.melolog.worker.neural.checkpoint;

import static io.melolog.worker.neural.checkpoint.Operations.STORAGE;
import static io.melolog.worker.neural.checkpoint.Operations.network;
import static io.melolog.worker.neural.checkpoint.Operations.storage;
import static io.melolog.worker.neural.checkpoint.Operations.tensor;
import static io.melolog.worker.neural.checkpoint.Operations.text;
import static io.melolog.worker.neural.checkpoint.Operations.wholes;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tensors that do not lie where they say; the archive's only storage has 4 floats. */
class LyingSizesTest extends CheckpointFilesBase {
    private static final long[] EXTREMES = {
        -1,
        5,
        1L << 28,
        (1L << 28) + 1,
        Integer.MAX_VALUE,
        1L << 32,
        1L << 62,
        Long.MAX_VALUE - 1,
        Long.MAX_VALUE,
        Long.MIN_VALUE
    };

    static Stream<Arguments> storages() {
        return Stream.of(
                        "FloatStorage",
                        "HalfStorage",
                        "BFloat16Storage",
                        "DoubleStorage",
                        "LongStorage",
                        "IntStorage",
                        "BoolStorage")
                .flatMap(type -> Stream.of(17L, 1L << 31, 1L << 61, Long.MAX_VALUE, -1L, Long.MIN_VALUE)
                        .map(elements -> Arguments.of(type, elements)));
    }

    @ParameterizedTest
    @MethodSource("storages")
    void shouldRefuseStoragesLongerThanTheirEntry(String type, long elements) throws Exception {
        // given
        String state = text("x") + tensor(storage(type, "0", elements), 0, wholes(1), wholes(1));
        // when, then
        refusalOfPickle(network("", state, ""));
    }

    @Test
    void shouldRefuseOffsetsSizesAndStridesBeyondTheStorage() throws Exception {
        List<String> tensors = new ArrayList<>();
        for (long extreme : EXTREMES) {
            tensors.add(tensor(STORAGE, extreme, wholes(1), wholes(1)));
            tensors.add(tensor(STORAGE, 0, wholes(extreme), wholes(1)));
            tensors.add(tensor(STORAGE, 0, wholes(2), wholes(extreme)));
            tensors.add(tensor(STORAGE, 1, wholes(2, 2), wholes(extreme, extreme)));
            tensors.add(tensor(STORAGE, 0, wholes(extreme), wholes(0)));
            tensors.add(tensor(STORAGE, 0, wholes(extreme, extreme, extreme, extreme), wholes(0, 0, 0, 0)));
            tensors.add(tensor(STORAGE, Long.MAX_VALUE, wholes(extreme, extreme), wholes(extreme, extreme)));
        }
        tensors.add(tensor(STORAGE, 1, wholes(4), wholes(1)));
        tensors.add(tensor(STORAGE, 0, wholes(2, 3), wholes(2, 1)));
        tensors.add(tensor(STORAGE, 0, wholes(2), wholes()));
        tensors.add(tensor(STORAGE, 0, "(Nt", "(Nt"));
        tensors.add(tensor(STORAGE, 0, wholes(new long[9]), wholes(new long[9])));
        tensors.add(tensor("N", 0, wholes(1), wholes(1)));
        for (String tensor : tensors) {
            // when
            String refusal = refusalOfPickle(network("", text("x") + tensor, ""));
            // then
            assertThat(refusal).containsAnyOf("does not lie within its weights", "a size that is no number");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "", "../0", "0/", "00", "/etc/passwd"})
    void shouldRefuseStoragesThatAreNotThere(String key) throws Exception {
        // given
        String state = text("x") + tensor(storage("FloatStorage", key, 1), 0, wholes(1), wholes(1));
        // when, then
        assertThat(refusalOfPickle(network("", state, ""))).contains("not all in it");
    }

    @Test
    void shouldRefuseManyTensorsOfOneStorage() throws Exception {
        // given
        StringBuilder state = new StringBuilder();
        for (int i = 0; i < 5_000; i++) {
            state.append(text("t" + i))
                    .append(
                            i == 0
                                    ? tensor(storage("FloatStorage", "1", 1 << 20), 0, wholes(1 << 20), wholes(1))
                                            + "\u0094"
                                    : "h\u0000");
        }
        TestArchive archive = TestArchive.of(network("", state.toString(), "")).with("net/data/1", new byte[4 << 20]);
        // when, then
        assertThat(refusal(archive)).contains("more weights than it can hold");
    }
}
