package io.melolog.ingest.model;

import io.melolog.ingest.problem.ProblemCode;
import io.melolog.ingest.problem.ProblemException;
import io.melolog.schemas.model.ModelFile;
import io.melolog.schemas.model.ModelFormat;
import io.melolog.schemas.model.ModelRegistration.Added;
import io.melolog.schemas.stage.ModelRef;
import io.melolog.schemas.stage.Stage;
import io.melolog.schemas.storage.ObjectKeys;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a registration says of the model, before its files. Fields are null where nothing was said; {@link ManifestRules} says what is needed.
 *
 * @param files in the order that the format asks for
 * @param stemWeights of a bag: one row per file, one column per stem
 */
record ModelManifest(
        @Nullable String name,
        @Nullable String version,
        @Nullable String stage,
        @Nullable String format,
        @Nullable List<@Nullable FileEntry> files,
        @Nullable List<@Nullable String> stems,
        @Nullable List<@Nullable List<@Nullable Double>> stemWeights,
        @Nullable String quality,
        @Nullable String licence,
        @Nullable String source) {
    /** The longest manifest. */
    static final int MAX_BYTES = 64 * 1024;

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** A file that is to come, or that is stored already. */
    record FileEntry(
            @Nullable String name, long bytes, @Nullable String sha256) {}

    /**
     * A manifest that keeps every rule.
     *
     * @throws ProblemException {@code invalid_manifest} that says which rule it breaks
     */
    static Added parse(String json, long maxBytes, Instant now) {
        try {
            ModelManifest manifest = MAPPER.readValue(json, ModelManifest.class);
            if (manifest == null) {
                throw invalid("The manifest is null.");
            }
            return new ManifestRules(manifest, maxBytes).check(now);
        } catch (JacksonException e) {
            throw invalid(
                    "The manifest is not JSON of the fields name, version, stage, format, files (name, bytes, sha256),"
                            + " stems, stemWeights, quality, licence and source" + at(e) + ".");
        }
    }

    private static String at(JacksonException e) {
        if (e.getPath().isEmpty()) {
            return "";
        }
        String field = e.getPath().getFirst().getPropertyName();
        return field == null || !field.matches("[A-Za-z0-9]{1,40}") ? "" : "; look at " + field;
    }

    static ProblemException invalid(String detail) {
        return ProblemException.of(ProblemCode.INVALID_MANIFEST, detail);
    }

    /** What a checked manifest registers. */
    static Added registration(
            ModelManifest manifest,
            ModelRef ref,
            ModelFormat format,
            List<ModelFile> files,
            List<String> stems,
            @Nullable List<List<Double>> stemWeights,
            String quality,
            Instant now) {
        return new Added(
                ref,
                Stage.SEPARATION,
                format,
                files,
                stems,
                stemWeights,
                quality,
                manifest.licence(),
                manifest.source(),
                now);
    }

    /** The file with its place in the bucket. */
    static ModelFile file(String name, long bytes, String sha256) {
        return new ModelFile(name, bytes, sha256, ObjectKeys.modelFile(sha256));
    }
}
