package io.melolog.worker.neural.checkpoint;

import io.melolog.worker.neural.engine.ModelFormatException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads the structure of a pickle (Python's {@code pickletools} describes the operations) as far as weights need it: texts, numbers, lists,
 * dictionaries, and where tensors lie. <b>Nothing is executed</b>: what a pickle wants to call is compared with a short list of
 * names that are data here. Used once, by one thread.
 */
final class Pickle {
    private static final int MAX_OPERATIONS = 2_000_000;
    private static final int MAX_VALUES = 200_000;
    private static final int HIGHEST_PROTOCOL = 5;
    private static final String NO_PICKLE = "The checkpoint's list of contents cannot be read";

    private final ByteBuffer in;
    private final PickleNames names;
    private final Deque<Object> stack = new ArrayDeque<>();
    private final Map<Integer, Object> memo = new HashMap<>();

    /** None, which no collection here may hold. */
    enum Nothing {
        NONE
    }

    private enum Mark {
        MARK
    }

    Pickle(byte[] pickle, PickleNames names) {
        this.in = ByteBuffer.wrap(pickle).order(ByteOrder.LITTLE_ENDIAN);
        this.names = names;
    }

    /**
     * The one value that the pickle describes: {@link String}, {@link Long}, {@link Double}, {@link Boolean}, {@link List}, {@link Map},
     * {@link Nothing}, or what {@link PickleNames} makes of a name.
     */
    Object read() throws ModelFormatException {
        try {
            for (int i = 0; i < MAX_OPERATIONS; i++) {
                int operation = in.get() & 0xFF;
                if (operation == '.') {
                    return stack.pop();
                }
                run(operation);
                if (stack.size() > MAX_VALUES || memo.size() > MAX_VALUES) {
                    throw new ModelFormatException(NO_PICKLE + ": it is too large.");
                }
            }
        } catch (RuntimeException e) {
            throw new ModelFormatException(NO_PICKLE + ".", e);
        }
        throw new ModelFormatException(NO_PICKLE + ": it does not end.");
    }

    private void run(int operation) throws ModelFormatException {
        switch (operation) {
            case 0x80 -> requireProtocol(in.get());
            case 0x95 -> in.getLong(); // the length of a frame: everything is here already
            case '(' -> stack.push(Mark.MARK);
            case '0' -> stack.pop();
            case '1' -> untilMark();
            case 'q' -> memo.put(in.get() & 0xFF, top());
            case 'r' -> memo.put(in.getInt(), top());
            case 0x94 -> memo.put(memo.size(), top());
            case 'h' -> stack.push(remembered(in.get() & 0xFF));
            case 'j' -> stack.push(remembered(in.getInt()));
            case 'c' -> stack.push(names.resolve(line(), line()));
            case 0x93 -> stackGlobal();
            case 'R' -> reduce();
            case 'b' -> stack.pop(); // attributes of a dictionary, such as its _metadata
            case 'Q' -> stack.push(names.storage(asList(stack.pop())));
            default -> runValue(operation);
        }
    }

    private void runValue(int operation) throws ModelFormatException {
        switch (operation) {
            case 'N' -> stack.push(Nothing.NONE);
            case 0x88 -> stack.push(true);
            case 0x89 -> stack.push(false);
            case 'K' -> stack.push((long) (in.get() & 0xFF));
            case 'M' -> stack.push((long) (in.getShort() & 0xFFFF));
            case 'J' -> stack.push((long) in.getInt());
            case 0x8A -> stack.push(longOf(in.get() & 0xFF));
            case 'G' -> stack.push(in.duplicate().order(ByteOrder.BIG_ENDIAN).getDouble(advanced(Double.BYTES)));
            case 'X' -> stack.push(text(in.getInt()));
            case 0x8C -> stack.push(text(in.get() & 0xFF));
            default -> runCollection(operation);
        }
    }

    private void runCollection(int operation) throws ModelFormatException {
        switch (operation) {
            case ']', ')' -> stack.push(new ArrayList<>());
            case '}' -> stack.push(new LinkedHashMap<>());
            case 't', 'l' -> stack.push(untilMark());
            case 0x85 -> tuple(1);
            case 0x86 -> tuple(2);
            case 0x87 -> tuple(3);
            case 'a' -> {
                Object value = stack.pop();
                asList(top()).add(value);
            }
            case 'e' -> {
                List<Object> values = untilMark();
                asList(top()).addAll(values);
            }
            case 's' -> {
                Object value = stack.pop();
                Object key = stack.pop();
                put(asMap(top()), key, value);
            }
            case 'u' -> {
                List<Object> pairs = untilMark();
                Map<Object, Object> map = asMap(top());
                for (int i = 0; i < pairs.size(); i += 2) {
                    put(map, pairs.get(i), pairs.get(i + 1));
                }
            }
            default ->
                throw new ModelFormatException(
                        NO_PICKLE + ": it has the operation 0x" + Integer.toHexString(operation) + ".");
        }
    }

    /** Only plain keys: one that holds itself would never finish to hash. */
    private static void put(Map<Object, Object> map, Object key, Object value) throws ModelFormatException {
        if (!(key instanceof String || key instanceof Long || key instanceof Boolean)) {
            throw new ModelFormatException(NO_PICKLE + ": a key is neither a text nor a number.");
        }
        map.put(key, value);
    }

    private static void requireProtocol(byte version) throws ModelFormatException {
        if (version < 2 || version > HIGHEST_PROTOCOL) {
            throw new ModelFormatException(NO_PICKLE + ": it is in protocol " + version + ".");
        }
    }

    private void stackGlobal() throws ModelFormatException {
        String name = (String) stack.pop();
        String module = (String) stack.pop();
        stack.push(names.resolve(module, name));
    }

    private void reduce() throws ModelFormatException {
        List<Object> arguments = asList(stack.pop());
        stack.push(names.apply(stack.pop(), arguments));
    }

    private void tuple(int size) {
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            values.addFirst(stack.pop());
        }
        stack.push(values);
    }

    private List<Object> untilMark() {
        List<Object> values = new ArrayList<>();
        for (Object value = stack.pop(); value != Mark.MARK; value = stack.pop()) {
            values.add(value);
        }
        return values.reversed().stream().collect(ArrayList::new, List::add, List::addAll);
    }

    private Object top() {
        return Objects.requireNonNull(stack.peek(), "an empty stack");
    }

    private Object remembered(int index) {
        @Nullable Object value = memo.get(index);
        return Objects.requireNonNull(value, "nothing was remembered there");
    }

    private int advanced(int bytes) {
        int from = in.position();
        in.position(from + bytes);
        return from;
    }

    /** At most 64 bits, least significant byte first. */
    private long longOf(int bytes) {
        if (bytes > Long.BYTES) {
            throw new ArithmeticException("an integer of more than 64 bits");
        }
        long value = 0;
        int shift = 0;
        for (int i = 0; i < bytes; i++, shift += Byte.SIZE) {
            value |= (in.get() & 0xFFL) << shift;
        }
        int unused = Long.SIZE - shift;
        return bytes == 0 ? 0 : value << unused >> unused;
    }

    private String text(int bytes) {
        return new String(in.array(), advanced(bytes), bytes, StandardCharsets.UTF_8);
    }

    private String line() {
        int from = in.position();
        while (in.get() != '\n') {
            // until the end of the line
        }
        return new String(in.array(), from, in.position() - from - 1, StandardCharsets.UTF_8);
    }

    @SuppressWarnings("unchecked") // everything on the stack was put there by this class
    private static List<Object> asList(Object value) {
        return (List<Object>) value;
    }

    @SuppressWarnings("unchecked") // likewise
    private static Map<Object, Object> asMap(Object value) {
        return (Map<Object, Object>) value;
    }
}
