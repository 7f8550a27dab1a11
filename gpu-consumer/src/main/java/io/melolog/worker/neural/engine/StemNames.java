package io.melolog.worker.neural.engine;

import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;

/** What stems may be called: their names become names of files and artifacts. */
public final class StemNames {
    public static final String VOCALS = "vocals";
    public static final String ACCOMPANIMENT = "accompaniment";
    /** The most stems of one model. */
    public static final int MOST = 14;

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,31}");

    private StemNames() {}

    public static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    /** @throws ModelFormatException when a network's stems cannot be stored, or there is no voice among them */
    public static void check(List<String> stems) throws ModelFormatException {
        if (stems.isEmpty() || stems.size() > MOST) {
            throw new ModelFormatException("A model has 1 to " + MOST + " stems; this one has " + stems.size() + ".");
        }
        if (!stems.stream().allMatch(StemNames::isName)) {
            throw new ModelFormatException(
                    "The model's stems must be named with lower-case letters, digits and dashes.");
        }
        if (new HashSet<>(stems).size() < stems.size()) {
            throw new ModelFormatException("Two of the model's stems have the same name.");
        }
        if (!stems.contains(VOCALS)) {
            throw new ModelFormatException(
                    "The model has no stem called vocals; its stems are " + String.join(", ", stems) + ".");
        }
    }
}
