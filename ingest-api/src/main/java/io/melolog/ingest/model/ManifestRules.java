package io.melolog.ingest.model;

import static io.melolog.ingest.model.ModelManifest.invalid;

import io.melolog.ingest.form.MeasuredStream;
import io.melolog.ingest.model.ModelManifest.FileEntry;
import io.melolog.schemas.model.ModelFile;
import io.melolog.schemas.model.ModelFormat;
import io.melolog.schemas.model.ModelRegistration.Added;
import io.melolog.schemas.stage.ModelRef;
import io.melolog.schemas.stage.Stage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a manifest must say. Each rule has a sentence for the one who breaks it. Used once, by one thread. */
final class ManifestRules {
    private static final int MAX_FILES = 8;
    private static final int MAX_STEMS = 16;
    private static final int MAX_LICENCE_CHARS = 200;
    private static final int MAX_SOURCE_CHARS = 1000;
    private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern STEM = Pattern.compile("[a-z0-9][a-z0-9_-]{0,31}");
    private static final Set<String> QUALITIES = Set.of("preview", "full", "unknown");
    private static final String PROGRAM = ".pt";
    private static final String DESCRIPTION = "model.json";
    private static final String CHECKPOINT = ".th";

    private final ModelManifest manifest;
    private final long maxBytes;

    ManifestRules(ModelManifest manifest, long maxBytes) {
        this.manifest = manifest;
        this.maxBytes = maxBytes;
    }

    Added check(Instant now) {
        ModelRef ref = ref();
        requireSeparation();
        ModelFormat format = format();
        List<ModelFile> files = files();
        requireFilesOf(format, files);
        List<String> stems = stems();
        text("licence", manifest.licence(), MAX_LICENCE_CHARS);
        text("source", manifest.source(), MAX_SOURCE_CHARS);
        return ModelManifest.registration(
                manifest, ref, format, files, stems, weights(format, files.size(), stems.size()), quality(), now);
    }

    private ModelRef ref() {
        try {
            return new ModelRef(
                    Objects.requireNonNullElse(manifest.name(), ""),
                    Objects.requireNonNullElse(manifest.version(), ""));
        } catch (IllegalArgumentException e) {
            throw invalid(
                    "name and version are 1 to 64 letters, digits, dots, dashes and underscores each, and begin with"
                            + " a letter or digit.");
        }
    }

    private void requireSeparation() {
        if (!Stage.SEPARATION.id().equals(manifest.stage())) {
            throw invalid("stage is separation: only that stage can use models that are added.");
        }
    }

    private ModelFormat format() {
        return switch (manifest.format()) {
            case "htdemucs" -> ModelFormat.HTDEMUCS;
            case "torchscript" -> ModelFormat.TORCHSCRIPT;
            case null, default -> throw invalid("format is htdemucs or torchscript.");
        };
    }

    private List<ModelFile> files() {
        List<@Nullable FileEntry> entries = manifest.files();
        if (entries == null || entries.isEmpty() || entries.size() > MAX_FILES) {
            throw invalid("files are 1 to " + MAX_FILES + " entries with name, bytes and sha256.");
        }
        List<ModelFile> files = new ArrayList<>();
        Set<String> names = new HashSet<>();
        long totalBytes = 0;
        for (FileEntry entry : entries) {
            ModelFile file = file(entry);
            if (!names.add(file.name())) {
                throw invalid("Two files have the name " + file.name() + ".");
            }
            totalBytes += file.bytes();
            if (totalBytes > maxBytes) {
                throw MeasuredStream.tooLarge(maxBytes);
            }
            files.add(file);
        }
        return files;
    }

    private ModelFile file(@Nullable FileEntry entry) {
        if (entry == null || entry.name() == null || !ModelFile.isName(entry.name())) {
            throw invalid(
                    "The name of a file is 1 to 100 letters, digits, dots, dashes and underscores, and begins with"
                            + " a letter or digit.");
        }
        String sha256 = entry.sha256();
        if (sha256 == null || !SHA_256.matcher(sha256).matches()) {
            throw invalid("sha256 of " + entry.name() + " is 64 lower-case hexadecimal digits.");
        }
        if (entry.bytes() < 1) {
            throw invalid("bytes of " + entry.name() + " is 1 or more.");
        }
        if (entry.bytes() > maxBytes) {
            throw MeasuredStream.tooLarge(maxBytes);
        }
        return ModelManifest.file(entry.name(), entry.bytes(), sha256);
    }

    private static void requireFilesOf(ModelFormat format, List<ModelFile> files) {
        boolean right =
                switch (format) {
                    case HTDEMUCS -> files.stream().allMatch(file -> file.name().endsWith(CHECKPOINT));
                    case TORCHSCRIPT ->
                        files.size() == 2
                                && files.getFirst().name().endsWith(PROGRAM)
                                && files.getLast().name().equals(DESCRIPTION);
                };
        if (!right) {
            throw invalid(
                    format == ModelFormat.HTDEMUCS
                            ? "The files of htdemucs are checkpoints, each *" + CHECKPOINT + "."
                            : "The files of torchscript are one *" + PROGRAM + ", then " + DESCRIPTION + ".");
        }
    }

    /** Vocals are what the rest of a job reads, and the accompaniment is what the others leave of the mix. */
    private List<String> stems() {
        List<@Nullable String> given = manifest.stems();
        if (given == null || given.isEmpty() || given.size() > MAX_STEMS) {
            throw invalid("stems are 1 to " + MAX_STEMS + " names, in the order of the model's output.");
        }
        List<String> stems = new ArrayList<>();
        for (String stem : given) {
            if (stem == null || !STEM.matcher(stem).matches() || stem.equals("accompaniment") || stems.contains(stem)) {
                throw invalid(
                        "Each stem is a name of its own, 1 to 32 lower-case letters, digits, dashes and underscores,"
                                + " and not accompaniment.");
            }
            stems.add(stem);
        }
        if (!stems.contains("vocals")) {
            throw invalid("One of the stems is vocals.");
        }
        return stems;
    }

    private @Nullable List<List<Double>> weights(ModelFormat format, int files, int stems) {
        List<@Nullable List<@Nullable Double>> given = manifest.stemWeights();
        if (given == null) {
            return null;
        }
        List<List<Double>> weights = new ArrayList<>();
        for (List<@Nullable Double> row : given) {
            weights.add(row(row));
        }
        if (format != ModelFormat.HTDEMUCS
                || weights.size() != files
                || weights.stream().anyMatch(row -> row.size() != stems)) {
            throw invalid("stemWeights have one row for each file of a bag of htdemucs, and one column for each stem.");
        }
        for (int stem = 0; stem < stems; stem++) {
            int column = stem;
            if (weights.stream().mapToDouble(row -> row.get(column)).sum() <= 0) {
                throw invalid("The stemWeights of each stem are not all 0.");
            }
        }
        return weights;
    }

    private static List<Double> row(@Nullable List<@Nullable Double> given) {
        List<Double> row = new ArrayList<>();
        for (Double weight : given == null ? List.<@Nullable Double>of() : given) {
            if (weight == null || !(weight >= 0 && weight <= 1000)) {
                throw invalid("Each of the stemWeights is from 0 to 1000.");
            }
            row.add(weight);
        }
        return row;
    }

    private String quality() {
        String quality = Objects.requireNonNullElse(manifest.quality(), "unknown");
        if (!QUALITIES.contains(quality)) {
            throw invalid("quality is preview, full or unknown.");
        }
        return quality;
    }

    private static void text(String field, @Nullable String text, int maxChars) {
        if (text != null
                && (text.isBlank()
                        || text.length() > maxChars
                        || text.codePoints().anyMatch(Character::isISOControl))) {
            throw invalid(field + " is at most " + maxChars + " characters on one line, or left out.");
        }
    }
}
