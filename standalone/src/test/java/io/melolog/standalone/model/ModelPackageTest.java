package io.melolog.standalone.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.melolog.schemas.model.ModelFile;
import io.melolog.schemas.model.ModelFormat;
import io.melolog.schemas.stage.ModelRef;
import io.melolog.standalone.model.KnownModels.KnownModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelPackageTest {
    private static final List<String> STEMS = List.of("drums", "bass", "other", "vocals");
    private static final ModelWishes NONE = new ModelWishes(null, null, null, null, null, null);
    private static final KnownModels KNOWN = KnownModels.load();

    @TempDir
    private Path dir;

    @ParameterizedTest
    @ValueSource(
            strings = {"955717e8-8726e21a.th", "My Net (v2).TH", ".th", "Ünïcode.th", "---.th", "../x.th", "a b.c.th"})
    void shouldMakeNamesThatTheCatalogueTakes(String fileName) throws Exception {
        // given
        Path folder = Files.createDirectories(dir.resolve("folder"));
        Path file = Files.writeString(folder.resolve(fileName), "net");

        // when
        ModelPackage model = packaged(NONE, file);

        // then
        assertThat(new ModelRef(model.manifest().name(), model.manifest().version()))
                .isNotNull();
        assertThat(model.files().keySet()).allMatch(ModelFile::isName).allMatch(name -> name.endsWith(".th"));
    }

    @Test
    void shouldNameAVersionAfterWhatTheFilesAre() throws Exception {
        // given
        Path one = Files.writeString(dir.resolve("one.th"), "one");
        Path two = Files.writeString(dir.resolve("two.th"), "two");
        List<List<Double>> weights = List.of(List.of(1.0, 0.0, 1.0, 0.0), List.of(0.0, 1.0, 0.0, 1.0));

        // when
        String single = packaged(NONE, one).manifest().version();
        String bag = packaged(NONE, one, two).manifest().version();
        String turned = packaged(NONE, two, one).manifest().version();
        String weighed = packaged(new ModelWishes(null, null, null, null, weights, null), one, two)
                .manifest()
                .version();

        // then
        assertThat(FileDigest.of(one).sha256()).startsWith(single).hasSizeGreaterThan(single.length());
        assertThat(List.of(single, bag, turned, weighed))
                .doesNotHaveDuplicates()
                .allMatch(text -> text.length() == 8);
    }

    @Test
    void shouldPreferWhatWasWished() throws Exception {
        // given
        Path file = Files.writeString(dir.resolve("net.th"), "net");
        ModelWishes wishes = new ModelWishes("mine", "7", "CC0-1.0", "preview", null, "https://example.org/");

        // when
        ModelPackage model = packaged(wishes, file);

        // then
        assertThat(model.manifestJson())
                .contains(
                        "\"name\":\"mine\"", "\"version\":\"7\"", "\"licence\":\"CC0-1.0\"", "\"format\":\"htdemucs\"")
                .contains("\"quality\":\"preview\"", "\"stage\":\"separation\"", "https://example.org/")
                .doesNotContain("stemWeights");
        assertThat(packaged(NONE, file).manifest().quality()).isEqualTo("unknown");
    }

    @Test
    void shouldKnowTheOfficialModelsByTheirDigests() {
        assertThat(KNOWN.names()).containsExactly("htdemucs", "htdemucs_ft", "htdemucs_6s");
        for (KnownModel model : KNOWN.models()) {
            List<String> digests = model.files().stream()
                    .map(file -> KnownModel.digestPrefix(file) + "0".repeat(56))
                    .toList();
            assertThat(KNOWN.recognize(digests)).contains(model);
            assertThat(KNOWN.recognize(digests.reversed()).filter(model::equals).isPresent())
                    .isEqualTo(digests.size() == 1);
            assertThat(model.stemWeights() == null
                            || model.stemWeights().size() == model.files().size())
                    .isTrue();
        }
        assertThat(KNOWN.recognize(List.of("0".repeat(64)))).isEmpty();
    }

    @Test
    void shouldTellWhatFilesAre() throws Exception {
        // given
        Path program = Files.writeString(dir.resolve("net.pt"), "program");
        Path checkpoint = Files.writeString(dir.resolve("net.th"), "checkpoint");

        // then
        assertThat(ModelFiles.of(List.of(checkpoint, checkpoint)).named()).hasSize(2);
        assertThatThrownBy(() -> ModelFiles.of(List.of(program))).hasMessageContaining("no model.json beside");
        assertThatThrownBy(() -> ModelFiles.of(List.of(program, checkpoint))).hasMessageContaining("model.json");
        assertThatThrownBy(() -> ModelFiles.of(List.of(dir.resolve("x.th")))).hasMessageContaining("no such file");
        assertThatThrownBy(() -> ModelFiles.of(List.of(dir))).hasMessageContaining("cannot be read");
        Path description = Files.writeString(dir.resolve("model.json"), "{}");
        assertThatThrownBy(() -> ModelFiles.of(List.of(description))).hasMessageContaining("A model is");
        assertThat(ModelFiles.of(List.of(program)))
                .isEqualTo(ModelFiles.of(List.of(description, program)))
                .isEqualTo(new ModelFiles(ModelFormat.TORCHSCRIPT, List.of(program, description)));
    }

    private static ModelPackage packaged(ModelWishes wishes, Path... files) throws Exception {
        ModelFiles given = new ModelFiles(ModelFormat.HTDEMUCS, List.of(files));
        InspectedModel found = new InspectedModel(given.format(), given.files(), STEMS, 44_100, 7.8);
        return ModelPackage.of(found, given.named(), wishes, KNOWN);
    }
}
