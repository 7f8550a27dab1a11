package io.melolog.standalone.model;

import io.melolog.schemas.model.ModelFormat;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * The models that can be downloaded by name, from a list that comes with the program.
 *
 * @param address of the folder in which all their files lie
 */
public record KnownModels(URI address, List<KnownModel> models) {
    private static final String RESOURCE = "known-models.json";

    public KnownModels {
        models = List.copyOf(models);
    }

    /**
     * One of them.
     *
     * @param files names, in the order of the format; the last eight digits of each are those that its SHA-256 begins with
     * @param stemWeights of a bag; null when all networks count alike
     */
    public record KnownModel(
            String name,
            ModelFormat format,
            String licence,
            String quality,
            String about,
            List<String> files,
            @Nullable List<List<Double>> stemWeights) {
        private static final int DIGITS = 8;

        public KnownModel {
            files = List.copyOf(files);
        }

        /** What the SHA-256 of a file begins with. */
        public static String digestPrefix(String file) {
            int dot = file.lastIndexOf('.');
            return file.substring(dot - DIGITS, dot);
        }

        private boolean has(List<String> digests) {
            if (digests.size() != files.size()) {
                return false;
            }
            for (int i = 0; i < digests.size(); i++) {
                if (!digests.get(i).startsWith(digestPrefix(files.get(i)))) {
                    return false;
                }
            }
            return true;
        }
    }

    public static KnownModels load() {
        try (InputStream json = KnownModels.class.getResourceAsStream(RESOURCE)) {
            if (json == null) {
                throw new IllegalStateException(RESOURCE + " is not on the class path");
            }
            return JsonMapper.builder().build().readValue(json, KnownModels.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Optional<KnownModel> find(String name) {
        return models.stream().filter(model -> model.name().equals(name)).findFirst();
    }

    /** The model that files with these SHA-256s are, in this order. */
    public Optional<KnownModel> recognize(List<String> digests) {
        return models.stream().filter(model -> model.has(digests)).findFirst();
    }

    public List<String> names() {
        return models.stream().map(KnownModel::name).toList();
    }
}
