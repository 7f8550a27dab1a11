package io.melolog.worker.app;

import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Refuses settings with the name of the property that is wrong. */
final class Checks {
    private Checks() {}

    static void require(@Nullable Object value, String property) {
        if (Objects.isNull(value)) {
            throw new IllegalArgumentException(property + " must be set");
        }
    }

    static void requireText(@Nullable String value, String property) {
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException(property + " must be set");
        }
    }

    static <T> void check(T value, Predicate<T> holds, String property, String range) {
        if (!holds.test(value)) {
            throw new IllegalArgumentException(property + " must be " + range + ", not " + value);
        }
    }
}
