package io.melolog.worker.neural.checkpoint;

import io.melolog.worker.neural.checkpoint.Checkpoint.Fraction;
import io.melolog.worker.neural.engine.ModelFormatException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names that a checkpoint may use, and what they are here: data. Whatever else a checkpoint asks for, it is refused. The sizes of its tensors are
 * compared with what the archive holds. Used by one thread.
 */
final class PickleNames {
    private static final String NETWORK = "demucs.htdemucs.HTDemucs";
    private static final Pattern RATIO = Pattern.compile("(-?\\d{1,9})(?:/(\\d{1,9}))?");
    private static final int SHOWN_CHARS = 80;

    private final Map<String, Long> bytesOfStorages;

    /** @param bytesOfStorages how long the archive's storages are, by their keys */
    PickleNames(Map<String, Long> bytesOfStorages) {
        this.bytesOfStorages = bytesOfStorages;
    }

    /** The class of a network; only a name. */
    record NetworkClass(String name) {}

    private record Storage(String key, ElementType type, long elements) {}

    private enum Builder {
        DICTIONARY,
        FRACTION,
        TENSOR,
        PARAMETER,
        NUMPY_BYTES,
        NUMPY_TYPE,
        NUMPY_NUMBER
    }

    Object resolve(String module, String name) throws ModelFormatException {
        String qualified = module + "." + name;
        Optional<ElementType> storage = ElementType.ofStorage(qualified);
        if (storage.isPresent()) {
            return storage.get();
        }
        return switch (qualified) {
            case NETWORK -> new NetworkClass(qualified);
            case "collections.OrderedDict" -> Builder.DICTIONARY;
            case "fractions.Fraction" -> Builder.FRACTION;
            case "torch._utils._rebuild_tensor_v2" -> Builder.TENSOR;
            case "torch._utils._rebuild_parameter" -> Builder.PARAMETER;
            case "_codecs.encode" -> Builder.NUMPY_BYTES;
            case "numpy.dtype" -> Builder.NUMPY_TYPE;
            case "numpy.core.multiarray.scalar", "numpy._core.multiarray.scalar" -> Builder.NUMPY_NUMBER;
            default -> throw unknown(qualified);
        };
    }

    private static ModelFormatException unknown(String qualified) {
        String shown = qualified.replaceAll("[^\\w.]", "?");
        shown = shown.length() > SHOWN_CHARS ? shown.substring(0, SHOWN_CHARS) + "..." : shown;
        return qualified.startsWith("demucs.")
                ? new ModelFormatException("The checkpoint is of a " + shown + "; only " + NETWORK + " can be run.")
                : new ModelFormatException("The checkpoint asks for " + shown
                        + ", which has no place among weights. Nothing in it was executed.");
    }

    /** What Python would build by a call. */
    Object apply(Object builder, List<Object> arguments) throws ModelFormatException {
        if (!(builder instanceof Builder known)) {
            throw notCallable();
        }
        return switch (known) {
            case DICTIONARY -> dictionary(arguments);
            case FRACTION -> fraction(arguments);
            case TENSOR -> tensor(arguments);
            case PARAMETER -> arguments.getFirst();
            case NUMPY_BYTES -> NumpyNumbers.bytes(arguments);
            case NUMPY_TYPE -> NumpyNumbers.type(arguments);
            case NUMPY_NUMBER -> NumpyNumbers.number(arguments);
        };
    }

    private static Map<Object, Object> dictionary(List<Object> arguments) throws ModelFormatException {
        if (arguments.isEmpty()) {
            return new LinkedHashMap<>();
        }
        throw notCallable();
    }

    static ModelFormatException notCallable() {
        return new ModelFormatException(
                "The checkpoint calls what has no place among weights. Nothing in it was executed.");
    }

    private static Fraction fraction(List<Object> arguments) throws ModelFormatException {
        if (arguments.size() == 1 && arguments.getFirst() instanceof String text) {
            Matcher ratio = RATIO.matcher(text);
            if (ratio.matches()) {
                String denominator = ratio.group(2);
                return positive(Long.parseLong(ratio.group(1)), denominator == null ? 1 : Long.parseLong(denominator));
            }
        }
        if (arguments.size() == 2
                && arguments.getFirst() instanceof Long numerator
                && arguments.getLast() instanceof Long denominator) {
            return positive(numerator, denominator);
        }
        throw new ModelFormatException("A fraction in the checkpoint is none.");
    }

    private static Fraction positive(long numerator, long denominator) throws ModelFormatException {
        if (denominator <= 0) {
            throw new ModelFormatException("A fraction in the checkpoint is none.");
        }
        return new Fraction(numerator, denominator);
    }

    /** A storage: {@code ('storage', type, key, location, elements)}. */
    Object storage(List<Object> id) throws ModelFormatException {
        if (id.size() == 5
                && "storage".equals(id.getFirst())
                && id.get(1) instanceof ElementType type
                && id.get(2) instanceof String key
                && id.get(4) instanceof Long elements
                && elements >= 0) {
            Long bytes = bytesOfStorages.get(key);
            if (bytes == null || bytes / type.bytes() < elements) {
                throw new ModelFormatException(
                        "The weights that the checkpoint lists are not all in it: it is damaged or cut off.");
            }
            return new Storage(key, type, elements);
        }
        throw new ModelFormatException("The checkpoint stores its weights in a way that is not known here.");
    }

    /** {@code (storage, offset, sizes, strides, ...)}. */
    private static StoredTensor tensor(List<Object> arguments) throws ModelFormatException {
        if (arguments.size() >= 4
                && arguments.get(0) instanceof Storage storage
                && arguments.get(1) instanceof Long offset
                && arguments.get(2) instanceof List<?> sizes
                && arguments.get(3) instanceof List<?> strides
                && sizes.size() == strides.size()) {
            StoredTensor tensor = new StoredTensor(storage.key(), storage.type(), offset, longs(sizes), longs(strides));
            if (tensor.fits(storage.elements())) {
                return tensor;
            }
        }
        throw new ModelFormatException(
                "A tensor of the checkpoint does not lie within its weights: it is damaged or made up.");
    }

    private static long[] longs(List<?> values) throws ModelFormatException {
        long[] longs = new long[values.size()];
        for (int i = 0; i < longs.length; i++) {
            if (!(values.get(i) instanceof Long value)) {
                throw new ModelFormatException("A tensor of the checkpoint has a size that is no number.");
            }
            longs[i] = value;
        }
        return longs;
    }
}
