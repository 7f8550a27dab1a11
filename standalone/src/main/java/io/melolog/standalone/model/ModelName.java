package io.melolog.standalone.model;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a model is called when nobody says. */
public final class ModelName {
    private static final int MAX_CHARS = 64;
    private static final int VERSION_DIGITS = 8;

    private ModelName() {}

    /** Of the file's name without its extension: lower case, and a dash for what a name may not have. */
    public static String ofFile(String fileName) {
        int dot = fileName.lastIndexOf('.');
        String stem = dot > 0 ? fileName.substring(0, dot) : fileName;
        String name =
                stem.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9._-]+", "-").replaceAll("^[^a-z0-9]+", "");
        name = name.length() > MAX_CHARS ? name.substring(0, MAX_CHARS) : name;
        return name.isEmpty() ? "model" : name;
    }

    /** Of what the files are: the first digits of the SHA-256 of the one file, or of the list of all and of what weighs them. */
    public static String version(List<String> digests, @Nullable List<List<Double>> stemWeights) {
        if (digests.size() == 1 && stemWeights == null) {
            return digests.getFirst().substring(0, VERSION_DIGITS);
        }
        String weights = stemWeights == null ? "" : stemWeights.toString();
        String all = digests.stream().collect(Collectors.joining("\n", "", "\n")) + weights;
        return FileDigest.ofText(all).substring(0, VERSION_DIGITS);
    }
}
