package io.melolog.schemas.stage;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/** A model and its version, written {@code name@version}. */
public record ModelRef(String name, String version) {
    private static final Pattern PART = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    public ModelRef {
        if (!PART.matcher(name).matches() || !PART.matcher(version).matches()) {
            throw new IllegalArgumentException("a model is written name@version: " + name + "@" + version);
        }
    }

    /** @throws IllegalArgumentException when the text is not {@code name@version} */
    @JsonCreator
    public static ModelRef parse(String text) {
        int at = text.lastIndexOf('@');
        if (at < 0) {
            throw new IllegalArgumentException("a model is written name@version: " + text);
        }
        return new ModelRef(text.substring(0, at), text.substring(at + 1));
    }

    @JsonValue
    @Override
    public String toString() {
        return name + "@" + version;
    }
}
