package io.melolog.worker.neural.child;

import io.melolog.worker.neural.engine.ModelFormatException;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;

/** What stems may be called: their names become names of files and artifacts. */
final class StemNames {
    static final String VOCALS = "vocals";
    static final String ACCOMPANIMENT = "accompaniment";
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,31}");

    private StemNames() {}

    static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    /** @throws ModelFormatException when a network's stems cannot be stored, or there is no voice among them */
    static void check(List<String> stems) throws ModelFormatException {
        if (stems.size() > FromChild.MAX_STEMS - 2 || !stems.stream().allMatch(StemNames::isName)) {
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
