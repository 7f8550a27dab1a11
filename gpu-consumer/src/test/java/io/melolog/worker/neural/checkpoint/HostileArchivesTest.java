package io.melolog.worker.neural.checkpoint;

import static io.melolog.worker.neural.checkpoint.Operations.network;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Archives that lie about their entries, and files with damage of any kind. */
class HostileArchivesTest extends CheckpointFilesBase {
    private static final byte[] PICKLE = network("", "", "");
    private static final int DIRECTORY_ENTRY = 0x02014b50;

    @ParameterizedTest
    @ValueSource(strings = {"../net/x", "/net/x", "net\\x", "net/../../x", "..", "x/.."})
    void shouldRefuseNamesThatLeadElsewhere(String name) throws Exception {
        assertThat(refusal(TestArchive.of(PICKLE).with(name, "x"))).contains("an entry that no checkpoint has");
    }

    @Test
    void shouldRefuseLongNames() throws Exception {
        refusal(TestArchive.of(PICKLE).with("n".repeat(60_000), "x"));
    }

    @Test
    void shouldRefuseCompressedEntries() throws Exception {
        assertThat(refusal(TestArchive.of(PICKLE).withCompressed("net/bomb", new byte[50 << 20])))
                .contains("compressed entries");
        assertThat(refusal(
                        new TestArchive().withCompressed("net/data.pkl", PICKLE).with("net/data/0", new byte[16])))
                .contains("compressed entries");
    }

    @Test
    void shouldRefuseArchivesOfOtherThings() throws Exception {
        assertThat(refusal(TestArchive.of(PICKLE).with("other/data.pkl", PICKLE)))
                .contains("not of a checkpoint");
        assertThat(refusal(new TestArchive().with("net/other", "x"))).contains("not of a checkpoint");
        assertThat(refusal(new TestArchive().with("data.pkl", PICKLE))).contains("not of a checkpoint");
        assertThat(refusal(new TestArchive().with("net/data.pkl", PICKLE))).contains("not all in it");
        assertThat(refusal(new TestArchive().with("net/data.pkl", "").with("net/data/0", "")))
                .isNotBlank();
    }

    @Test
    void shouldRefuseTwoEntriesOfOneName() throws Exception {
        // given
        byte[] archive = TestArchive.of(PICKLE).with("net/data/1", "x").bytes();
        byte[] twice = new String(archive, StandardCharsets.ISO_8859_1)
                .replace("net/data/1", "net/data/0")
                .getBytes(StandardCharsets.ISO_8859_1);
        // when, then
        assertThat(refusal(twice)).contains("an entry that no checkpoint has");
    }

    @Test
    void shouldRefuseTooManyEntries() throws Exception {
        // given
        TestArchive archive = TestArchive.of(PICKLE);
        for (int i = 0; i < 20_000; i++) {
            archive.with("net/" + i, "");
        }
        // when, then
        assertThat(refusal(archive)).contains("too many entries");
    }

    @Test
    void shouldRefuseTheOtherByteOrder() throws Exception {
        assertThat(outcome(
                        TestArchive.of(PICKLE).with("net/byteorder", "little").bytes()))
                .isEmpty();
        assertThat(refusal(TestArchive.of(PICKLE).with("net/byteorder", "big"))).contains("another byte order");
        refusal(TestArchive.of(PICKLE).with("net/byteorder", "little".repeat(10)));
    }

    @Test
    void shouldSayThatOldFilesMustBeSavedAgain() throws Exception {
        // given
        byte[] old =
                Operations.bytes("\u0080\u0002\u008A\nl\u00FC\u009CF\u00F9 j\u00A8P\u0019.\u0080\u0002M\u00E9\u0003.");
        // when, then
        assertThat(refusal(old)).contains("save it again");
    }

    /** In the central directory, whose word the reader takes: sizes at 20 and 24, the place of the entry at 42. */
    @ParameterizedTest
    @ValueSource(ints = {20, 24, 42})
    void shouldRefuseDirectoriesThatLie(int field) throws Exception {
        for (int value : new int[] {-1, -2, Integer.MAX_VALUE, Integer.MIN_VALUE, 1 << 20, 100_000, 17}) {
            byte[] archive = TestArchive.of(PICKLE).bytes();
            ByteBuffer bytes = ByteBuffer.wrap(archive).order(ByteOrder.LITTLE_ENDIAN);
            for (int at = 0; at < archive.length - 46; at++) {
                if (bytes.getInt(at) == DIRECTORY_ENTRY) {
                    bytes.putInt(at + field, value);
                    if (field == 20) {
                        bytes.putInt(at + 24, value);
                    }
                }
            }
            // when, then
            refusal(archive);
        }
    }

    @Test
    void shouldRefuseEntriesThatOverlap() throws Exception {
        // given: a hundred entries, and the directory says that all lie where the first does
        TestArchive archive = TestArchive.of(PICKLE).with("net/data/1", new byte[100_000]);
        for (int i = 2; i < 100; i++) {
            archive.with("net/data/" + i, new byte[0]);
        }
        byte[] content = archive.bytes();
        ByteBuffer bytes = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
        int seen = 0;
        int place = 0;
        for (int at = 0; at < content.length - 46; at++) {
            if (bytes.getInt(at) == DIRECTORY_ENTRY && seen++ >= 2) {
                place = seen == 3 ? bytes.getInt(at + 42) : place;
                bytes.putInt(at + 20, 100_000).putInt(at + 24, 100_000).putInt(at + 42, place);
            }
        }
        // when, then
        assertThat(refusal(content)).contains("larger than itself");
    }

    @ParameterizedTest
    @ValueSource(strings = {"layouts.th", "demo.th", "six.th"})
    void shouldRefuseFilesThatEndEarly(String name) throws Exception {
        // given
        byte[] whole = resource(name);
        for (int length = 0; length < whole.length; length += 1 + whole.length / 300) {
            // when, then
            assertThat(refusal(Arrays.copyOf(whole, length))).contains("ends early");
        }
        refusal(Arrays.copyOf(whole, whole.length - 1));
    }

    @Test
    void shouldNoticeDamagedWeights() throws Exception {
        // given
        byte[] whole = TestArchive.of(PICKLE).with("net/data/1", "x").bytes();
        byte[] damaged = new String(whole, StandardCharsets.ISO_8859_1)
                .replaceFirst("net/data/0\u0000", "net/data/0\u0001")
                .getBytes(StandardCharsets.ISO_8859_1);
        // when, then
        assertThat(refusal(damaged)).contains("damaged");
    }

    @ParameterizedTest
    @ValueSource(strings = {"layouts.th", "demo.th"})
    void shouldOutliveDamagedFiles(String name) throws Exception {
        // given
        byte[] whole = resource(name);
        Random random = new Random(7);
        int refused = 0;
        for (int i = 0; i < 3_000; i++) {
            byte[] damaged = whole.clone();
            for (int change = 0; change < 1 + i % 8; change++) {
                damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            }
            // when
            refused += outcome(damaged).isPresent() ? 1 : 0;
        }
        // then
        assertThat(refused).isGreaterThan(1_000);
    }
}
