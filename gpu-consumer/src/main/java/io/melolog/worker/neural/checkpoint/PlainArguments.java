package io.melolog.worker.neural.checkpoint;

import io.melolog.worker.neural.checkpoint.Checkpoint.Fraction;
import io.melolog.worker.neural.engine.ModelFormatException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Copies a network's arguments out of a pickle: small, plain and without cycles, so that whoever reads, compares or shows them may walk
 * through all of it. Used once, by one thread.
 */
final class PlainArguments {
    private static final int MAX_DEPTH = 8;
    private static final int MAX_VALUES = 1_000;
    private static final Pattern NAME = Pattern.compile("[A-Za-z_]\\w{0,63}");
    /** What may stand in a message. */
    private static final Pattern TEXT = Pattern.compile("[ -~]{0,200}");

    private int values;

    /** The only argument that people give by place is the first, the stems. */
    Map<String, Object> copy(List<?> positional, Map<?, ?> named) throws ModelFormatException {
        if (positional.size() > 1) {
            throw new ModelFormatException("The checkpoint's network was made in a way that is not known here.");
        }
        Map<String, Object> arguments = new LinkedHashMap<>();
        if (!positional.isEmpty()) {
            arguments.put("sources", plain(positional.getFirst(), 0));
        }
        for (Map.Entry<?, ?> entry : named.entrySet()) {
            if (!(entry.getKey() instanceof String name && NAME.matcher(name).matches())) {
                throw new ModelFormatException("An argument of the checkpoint's network has a name that is none.");
            }
            arguments.put(name, plain(entry.getValue(), 0));
        }
        return Collections.unmodifiableMap(arguments);
    }

    @SuppressWarnings("NullAway") // None is null among arguments, as Checkpoint says
    private Object plain(Object value, int depth) throws ModelFormatException {
        if (depth > MAX_DEPTH || ++values > MAX_VALUES) {
            throw new ModelFormatException("The arguments of the checkpoint's network are too many or too deep.");
        }
        return switch (value) {
            case Pickle.Nothing nothing -> null;
            case String text when TEXT.matcher(text).matches() -> text;
            case Long number -> number;
            case Double number -> number;
            case Boolean flag -> flag;
            case Fraction ratio -> ratio;
            case List<?> list -> list(list, depth);
            case Map<?, ?> map -> map(map, depth);
            default -> throw new ModelFormatException("An argument of the checkpoint's network is no plain value.");
        };
    }

    private List<Object> list(List<?> list, int depth) throws ModelFormatException {
        List<Object> copy = new ArrayList<>();
        for (Object value : list) {
            copy.add(plain(value, depth + 1));
        }
        return Collections.unmodifiableList(copy);
    }

    private Map<Object, Object> map(Map<?, ?> map, int depth) throws ModelFormatException {
        Map<Object, Object> copy = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            copy.put(plain(entry.getKey(), depth + 1), plain(entry.getValue(), depth + 1));
        }
        return Collections.unmodifiableMap(copy);
    }
}
