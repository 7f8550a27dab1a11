package io.melolog.worker.neural.checkpoint;

import io.melolog.worker.neural.engine.ModelFormatException;
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
    /** The official networks take 30,000. */
    private static final int MAX_OPERATIONS = 500_000;

    private static final int MAX_VALUES = 100_000;
    private static final int MAX_KEY_CHARS = 1_000;
    private static final int HIGHEST_PROTOCOL = 5;
    private static final String NO_PICKLE = "The checkpoint's list of contents cannot be read";

    private final PickleBytes in;
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
        this.in = new PickleBytes(pickle);
        this.names = names;
    }

    /**
     * The one value that the pickle describes: {@link String}, {@link Long}, {@link Double}, {@link Boolean}, {@link List}, {@link Map},
     * {@link Nothing}, or what {@link PickleNames} makes of a name.
     */
    Object read() throws ModelFormatException {
        try {
            for (int i = 0; i < MAX_OPERATIONS; i++) {
                int operation = in.unsignedByte();
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
            case 0x80 -> requireProtocol(in.unsignedByte());
            case 0x95 -> in.skip(Long.BYTES); // the length of a frame: everything is here already
            case '(' -> stack.push(Mark.MARK);
            case '0' -> stack.pop();
            case '1' -> untilMark();
            case 'q' -> memo.put(in.unsignedByte(), top());
            case 'r' -> memo.put(in.integer(), top());
            case 0x94 -> memo.put(memo.size(), top());
            case 'h' -> stack.push(remembered(in.unsignedByte()));
            case 'j' -> stack.push(remembered(in.integer()));
            case 'c' -> stack.push(names.resolve(in.line(), in.line()));
            case 0x93 -> stackGlobal();
            case 'R' -> reduce();
            case 'b' -> build();
            case 'Q' -> stack.push(names.storage(asList(stack.pop())));
            case 'i' -> instance();
            case 'o', 0x81, 0x82, 0x83, 0x84, 0x92 -> throw PickleNames.notCallable();
            default -> runValue(operation);
        }
    }

    private void runValue(int operation) throws ModelFormatException {
        switch (operation) {
            case 'N' -> stack.push(Nothing.NONE);
            case 0x88 -> stack.push(true);
            case 0x89 -> stack.push(false);
            case 'K' -> stack.push((long) (in.unsignedByte()));
            case 'M' -> stack.push((long) (in.unsignedShort()));
            case 'J' -> stack.push((long) in.integer());
            case 0x8A -> stack.push(in.integer(in.unsignedByte()));
            case 'G' -> stack.push(in.real());
            case 'X' -> stack.push(in.text(in.integer()));
            case 0x8C -> stack.push(in.text(in.unsignedByte()));
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

    /** Only plain keys: one that holds itself would never finish to hash, and equal long ones take long to compare. */
    private static void put(Map<Object, Object> map, Object key, Object value) throws ModelFormatException {
        if (key instanceof String text && text.length() > MAX_KEY_CHARS) {
            throw new ModelFormatException(NO_PICKLE + ": a key is too long.");
        }
        if (!(key instanceof String || key instanceof Long || key instanceof Boolean)) {
            throw new ModelFormatException(NO_PICKLE + ": a key is neither a text nor a number.");
        }
        map.put(key, value);
    }

    private static void requireProtocol(int version) throws ModelFormatException {
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

    /** What Python would make of a class; names that are known are no such classes. */
    private void instance() throws ModelFormatException {
        names.resolve(in.line(), in.line());
        throw PickleNames.notCallable();
    }

    /** Attributes of a dictionary, such as its {@code _metadata}, say nothing of the weights. */
    private void build() throws ModelFormatException {
        Object state = stack.pop();
        switch (top()) {
            case Map<?, ?> dictionary -> {}
            case NumpyNumbers.NumberType type -> NumpyNumbers.requireLittleEndian(state);
            default -> throw PickleNames.notCallable();
        }
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

    @SuppressWarnings("unchecked") // everything on the stack was put there by this class
    private static List<Object> asList(Object value) {
        return (List<Object>) value;
    }

    @SuppressWarnings("unchecked") // likewise
    private static Map<Object, Object> asMap(Object value) {
        return (Map<Object, Object>) value;
    }
}
