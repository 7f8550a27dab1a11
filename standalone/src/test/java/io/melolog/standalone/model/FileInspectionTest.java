package io.melolog.standalone.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.melolog.schemas.model.ModelFormat;
import io.melolog.standalone.testing.Checkpoints;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileInspectionTest {
    private static final int ELEMENTS = 625_000;

    @TempDir
    private Path dir;

    private final FileInspection inspection = new FileInspection();

    @Test
    void shouldSayWhatACheckpointIs() throws Exception {
        // given
        Path file = Checkpoints.write(dir.resolve("net.th"), 1);

        // when
        InspectedModel model = inspection.inspect(ModelFormat.HTDEMUCS, List.of(file));

        // then
        assertThat(model.text()).isEqualTo("drums, bass, other, vocals; 44100 Hz; segments of 7.8 s");
    }

    @Test
    void shouldRefuseCodeAndExecuteNothing() throws Exception {
        // given
        Path file = Checkpoints.archive(dir.resolve("net.th"), Checkpoints.hostile(), new byte[4]);

        // then
        assertThatThrownBy(() -> inspect(file))
                .isInstanceOf(ModelRefusedException.class)
                .hasMessageContaining("net.th cannot be added: The checkpoint asks for os.system")
                .hasMessageContaining("Nothing in it was executed");
        assertThat(Checkpoints.EXECUTED).doesNotExist();
    }

    @Test
    void shouldRefuseTheNetworksThatCannotBeRun() throws Exception {
        // given
        byte[] pickle = Checkpoints.pickle("demucs.hdemucs", "HDemucs", ELEMENTS);
        Path file = Checkpoints.archive(dir.resolve("old.th"), pickle, Checkpoints.state(1));

        // then
        assertThatThrownBy(() -> inspect(file)).hasMessageContaining("only demucs.htdemucs.HTDemucs can be run");
    }

    @ParameterizedTest
    @ValueSource(ints = {ELEMENTS + 1, Integer.MAX_VALUE, -1})
    void shouldRefuseSizesThatLie(int elements) throws Exception {
        // given
        byte[] pickle = Checkpoints.pickle("demucs.htdemucs", "HTDemucs", elements);
        Path file = Checkpoints.archive(dir.resolve("net.th"), pickle, Checkpoints.state(1));

        // then
        assertThatThrownBy(() -> inspect(file))
                .isInstanceOf(ModelRefusedException.class)
                .hasMessageContaining("net.th cannot be added");
    }

    @Test
    void shouldRefuseWhatIsCutOffOrNoArchive() throws Exception {
        // given
        byte[] whole = Files.readAllBytes(Checkpoints.write(dir.resolve("net.th"), 1));
        Path cut = Files.write(dir.resolve("cut.th"), Arrays.copyOf(whole, whole.length / 2));
        Path empty = Files.write(dir.resolve("empty.th"), new byte[0]);
        Path text = Files.writeString(dir.resolve("text.th"), "these are words");

        // then
        for (Path file : List.of(cut, empty, text)) {
            assertThatThrownBy(() -> inspect(file))
                    .isInstanceOf(ModelRefusedException.class)
                    .hasMessageContaining("no zip archive, or one that ends early");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"../net/data.pkl", "/net/data.pkl", "net\\data.pkl", "net/other"})
    void shouldRefuseArchivesWithTricks(String name) throws Exception {
        // given
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry(name));
            zip.write("x".repeat(1000).getBytes(StandardCharsets.US_ASCII));
        }
        Path file = Files.write(dir.resolve("net.th"), bytes.toByteArray());

        // then
        assertThatThrownBy(() -> inspect(file))
                .isInstanceOf(ModelRefusedException.class)
                .hasMessageContaining("The file is a zip archive");
    }

    @Test
    void shouldOutliveAnyDamage() throws Exception {
        // given
        byte[] pickle = Checkpoints.pickle("demucs.htdemucs", "HTDemucs", 1);
        Random random = new Random(5);

        for (int i = 0; i < 2_000; i++) {
            byte[] damaged = pickle.clone();
            for (int change = 0; change < 1 + i % 4; change++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            Path file = Checkpoints.archive(dir.resolve("net.th"), damaged, new byte[4]);

            // when
            String outcome;
            try {
                outcome = inspect(file).text();
            } catch (ModelRefusedException e) {
                outcome = e.getMessage();
            }

            // then
            assertThat(outcome).isNotBlank();
        }
    }

    @Test
    void shouldRefuseFilesOfABagThatDoNotBelongTogether() throws Exception {
        // given
        Path one = Checkpoints.write(dir.resolve("one.th"), 1);
        byte[] other = new String(Checkpoints.pickle("demucs.htdemucs", "HTDemucs", 1), StandardCharsets.ISO_8859_1)
                .replace("drums", "piano")
                .getBytes(StandardCharsets.ISO_8859_1);
        Path two = Checkpoints.archive(dir.resolve("two.th"), other, new byte[4]);

        // then
        assertThatThrownBy(() -> inspection.inspect(ModelFormat.HTDEMUCS, List.of(one, two)))
                .hasMessageContaining("two.th does not fit the files before it");
    }

    @Test
    void shouldReadTheDescriptionOfAProgram() throws Exception {
        // given
        Path program = Files.writeString(dir.resolve("net.pt"), "PK...");
        String good =
                "{\"sampleRateHz\": 48000, \"channels\": 2, \"segmentSamples\": 96000, \"stems\": [\"vocals\", \"rest\"]}";

        // then
        assertThat(program(program, good).text()).isEqualTo("vocals, rest; 48000 Hz; segments of 2.0 s");
        for (String bad : List.of(
                "{",
                "[]",
                "null",
                "{}",
                good.replace("48000", "0"),
                good.replace("2,", "3,"),
                good.replace("96000", "-1"),
                good.replace("vocals", "voice"),
                good.replace("\"rest\"", "5"))) {
            assertThatThrownBy(() -> program(program, bad))
                    .as(bad)
                    .isInstanceOf(ModelRefusedException.class)
                    .hasMessageContaining("model.json cannot be added");
        }
        Files.writeString(program, "no program");
        assertThatThrownBy(() -> program(program, good)).hasMessageContaining("no TorchScript program");
    }

    private InspectedModel inspect(Path file) throws Exception {
        return inspection.inspect(ModelFormat.HTDEMUCS, List.of(file));
    }

    private InspectedModel program(Path program, String description) throws Exception {
        Path file = Files.writeString(dir.resolve("model.json"), description);
        return inspection.inspect(ModelFormat.TORCHSCRIPT, List.of(program, file));
    }
}
