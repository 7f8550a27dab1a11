package io.melolog.worker.neural.torch;

import io.melolog.worker.neural.checkpoint.Checkpoint.Fraction;
import io.melolog.worker.neural.engine.ModelFormatException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A checkpoint's constructor arguments by name, with the defaults of the constructor; keeps account of which were understood. */
final class Arguments {
    private final Map<String, Object> given;
    private final Set<String> unread;

    Arguments(Map<String, Object> given) {
        this.given = given;
        this.unread = new LinkedHashSet<>(given.keySet());
    }

    int whole(String name, int byDefault) throws ModelFormatException {
        Object value = read(name);
        return switch (value) {
            case null -> byDefault;
            case Long number when number == number.intValue() -> number.intValue();
            case Boolean flag -> flag ? 1 : 0;
            case Double number when number == Math.rint(number) && Math.abs(number) < 1e9 -> number.intValue();
            default -> throw unsupported(name);
        };
    }

    double real(String name, double byDefault) throws ModelFormatException {
        Object value = read(name);
        return switch (value) {
            case null -> byDefault;
            case Number number when Double.isFinite(number.doubleValue()) -> number.doubleValue();
            case Boolean flag -> flag ? 1 : 0;
            default -> throw unsupported(name);
        };
    }

    boolean flag(String name, boolean byDefault) throws ModelFormatException {
        Object value = read(name);
        return switch (value) {
            case null -> byDefault;
            case Boolean flag -> flag;
            case Long number when number == 0 || number == 1 -> number == 1;
            default -> throw unsupported(name);
        };
    }

    List<String> names(String name) throws ModelFormatException {
        if (!(read(name) instanceof List<?> values) || values.isEmpty()) {
            throw unsupported(name);
        }
        for (Object value : values) {
            if (!(value instanceof String text) || text.isBlank()) {
                throw unsupported(name);
            }
        }
        return values.stream().map(String.class::cast).toList();
    }

    /** {@code int(value * factor)}, exact where the value is a fraction. */
    long product(String name, long byDefault, long factor) throws ModelFormatException {
        Object value = read(name);
        return switch (value) {
            case null -> Math.multiplyExact(byDefault, factor);
            case Long number when Math.abs(number) < Integer.MAX_VALUE -> number * factor;
            case Fraction(long numerator, long denominator)
            when denominator > 0 && Math.abs(numerator) < Integer.MAX_VALUE -> numerator * factor / denominator;
            case Double number when Double.isFinite(number) -> (long) (number * factor);
            default -> throw unsupported(name);
        };
    }

    /** Reads an argument that must have its only supported value. */
    void require(String name, boolean only, boolean byDefault) throws ModelFormatException {
        if (flag(name, byDefault) != only) {
            throw unsupported(name);
        }
    }

    /** Arguments that shape training only. */
    void ignore(String... names) {
        for (String name : names) {
            unread.remove(name);
        }
    }

    void requireAllRead() throws ModelFormatException {
        if (!unread.isEmpty()) {
            throw unsupported(unread.iterator().next());
        }
    }

    ModelFormatException unsupported(String name) {
        Object value = given.get(name);
        String text = given.containsKey(name) ? shortened(value) : "its default";
        return new ModelFormatException(
                "The checkpoint's network has the argument " + name + " = " + text + ", which is not supported.");
    }

    @Nullable
    Object read(String name) {
        unread.remove(name);
        return given.get(name);
    }

    private static String shortened(@Nullable Object value) {
        String text = String.valueOf(value);
        return text.length() <= 40 ? text : text.substring(0, 40) + "...";
    }
}
