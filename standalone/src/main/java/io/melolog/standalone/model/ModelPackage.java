package io.melolog.standalone.model;

import io.melolog.schemas.event.EventJson;
import io.melolog.schemas.model.ModelFormat;
import io.melolog.schemas.stage.Stage;
import io.melolog.standalone.model.KnownModels.KnownModel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A model that is ready to be sent: what its registration says, and its files.
 *
 * @param files by the names that the manifest has, in its order
 */
public record ModelPackage(Manifest manifest, Map<String, Path> files) {
    /** The manifest of the API. */
    public record Manifest(
            String name,
            String version,
            Stage stage,
            ModelFormat format,
            List<Entry> files,
            List<String> stems,
            @Nullable List<List<Double>> stemWeights,
            String quality,
            @Nullable String licence,
            @Nullable String source) {}

    /** A file of the manifest. */
    public record Entry(String name, long bytes, String sha256) {}

    /**
     * Puts together what was found and what was wished for. Files that are a known model have its name, licence and weights.
     *
     * @throws IOException when a file cannot be read
     */
    public static ModelPackage of(
            InspectedModel model, Map<String, Path> files, ModelWishes wishes, KnownModels knownModels)
            throws IOException {
        List<Entry> entries = new ArrayList<>();
        for (Map.Entry<String, Path> file : files.entrySet()) {
            FileDigest digest = FileDigest.of(file.getValue());
            entries.add(new Entry(file.getKey(), digest.bytes(), digest.sha256()));
        }
        List<String> digests = entries.stream().map(Entry::sha256).toList();
        Optional<KnownModel> known = knownModels.recognize(digests);
        List<List<Double>> weights =
                first(wishes.stemWeights(), known.map(KnownModel::stemWeights).orElse(null));
        String name = first(wishes.name(), known.map(KnownModel::name).orElse(null));
        String version = wishes.version();
        String quality = first(wishes.quality(), known.map(KnownModel::quality).orElse(null));
        Manifest manifest = new Manifest(
                name == null ? ModelName.ofFile(entries.getFirst().name()) : name,
                version == null ? ModelName.version(digests, weights) : version,
                Stage.SEPARATION,
                model.format(),
                entries,
                model.stems(),
                weights,
                quality == null ? "unknown" : quality,
                first(wishes.licence(), known.map(KnownModel::licence).orElse(null)),
                wishes.source());
        return new ModelPackage(manifest, new LinkedHashMap<>(files));
    }

    private static <T> @Nullable T first(@Nullable T wished, @Nullable T found) {
        return wished == null ? found : wished;
    }

    public String manifestJson() {
        return new String(EventJson.write(manifest), StandardCharsets.UTF_8);
    }

    public long totalBytes() {
        return manifest.files().stream().mapToLong(Entry::bytes).sum();
    }
}
