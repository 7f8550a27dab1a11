package io.melolog.worker.neural.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** PyTorch's own files with other bytes in their pickle, and checksums that say nothing of it. */
class DamagedPicklesTest extends CheckpointFilesBase {
    private static final String PICKLE = "data.pkl";

    @ParameterizedTest
    @ValueSource(strings = {"layouts.th", "small.th", "numpy.th"})
    void shouldOutliveAnyBytesInThePickle(String name) throws Exception {
        // given
        byte[] whole = resource(name);
        byte[] pickle = pickle(whole);
        Random random = new Random(11);
        int refused = 0;
        for (int i = 0; i < 1_500; i++) {
            byte[] damaged = pickle.clone();
            for (int change = 0; change < 1 + i % 8; change++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            // when
            refused += outcome(withPickle(whole, damaged)).isPresent() ? 1 : 0;
        }
        // then
        assertThat(refused).isGreaterThan(750);
    }

    @Test
    void shouldRefuseAPickleThatEndsAnywhere() throws Exception {
        // given
        byte[] whole = resource("layouts.th");
        byte[] pickle = pickle(whole);
        assertThat(outcome(withPickle(whole, pickle))).isEmpty();
        for (int length = 0; length < pickle.length; length++) {
            // when, then
            assertThat(refusal(withPickle(whole, Arrays.copyOf(pickle, length))))
                    .contains("list of contents cannot be read");
        }
    }

    private byte[] pickle(byte[] archive) throws IOException {
        try (ZipFile zip = new ZipFile(file(archive).toFile())) {
            for (ZipEntry entry : Collections.list(zip.entries())) {
                if (entry.getName().endsWith(PICKLE)) {
                    return zip.getInputStream(entry).readAllBytes();
                }
            }
        }
        throw new IOException("no pickle");
    }

    private byte[] withPickle(byte[] archive, byte[] pickle) throws IOException {
        TestArchive copy = new TestArchive();
        try (ZipFile zip = new ZipFile(file(archive).toFile())) {
            for (ZipEntry entry : Collections.list(zip.entries())) {
                boolean replaced = entry.getName().endsWith(PICKLE);
                copy.with(
                        entry.getName(),
                        replaced ? pickle : zip.getInputStream(entry).readAllBytes());
            }
        }
        return copy.bytes();
    }
}
