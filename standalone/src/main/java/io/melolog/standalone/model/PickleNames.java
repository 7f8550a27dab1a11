package io.melolog.standalone.model;

import io.melolog.worker.neural.checkpoint.Checkpoint.Fraction;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names that a checkpoint may use, and what they are here: data. Whatever else a checkpoint asks for, it is refused. The sizes of its tensors are
 * compared with what the archive holds. Used by one thread.
 */
final class PickleNames {
    private static final String NETWORK = "demucs.htdemucs.HTDemucs";
    private static final Map<String, Integer> STORAGE_BYTES = Map.of(
            "torch.FloatStorage", 4,
            "torch.HalfStorage", 2,
            "torch.BFloat16Storage", 2,
            "torch.DoubleStorage", 8,
            "torch.LongStorage", 8,
            "torch.IntStorage", 4,
            "torch.BoolStorage", 1);
    private static final Pattern RATIO = Pattern.compile("(-?\\d{1,9})(?:/(\\d{1,9}))?");
    private static final int MAX_DIMENSIONS = 8;
    private static final int SHOWN_CHARS = 80;

    private final Map<String, Long> bytesOfStorages;

    /** @param bytesOfStorages how long the archive's storages are, by their keys */
    PickleNames(Map<String, Long> bytesOfStorages) {
        this.bytesOfStorages = bytesOfStorages;
    }

    /** The class of a network; only a name. */
    record NetworkClass(String name) {}

    /** A tensor, of which nothing is kept but its shape. */
    record TensorShape(List<Object> sizes) {}

    private record StorageType(int elementBytes) {}

    private record Storage(long elements) {}

    private enum Builder {
        DICTIONARY,
        FRACTION,
        TENSOR,
        PARAMETER
    }

    Object resolve(String module, String name) throws ModelRefusedException {
        String qualified = module + "." + name;
        Integer elementBytes = STORAGE_BYTES.get(qualified);
        if (elementBytes != null) {
            return new StorageType(elementBytes);
        }
        return switch (qualified) {
            case NETWORK -> new NetworkClass(qualified);
            case "collections.OrderedDict" -> Builder.DICTIONARY;
            case "fractions.Fraction" -> Builder.FRACTION;
            case "torch._utils._rebuild_tensor_v2" -> Builder.TENSOR;
            case "torch._utils._rebuild_parameter" -> Builder.PARAMETER;
            default -> throw unknown(qualified);
        };
    }

    private static ModelRefusedException unknown(String qualified) {
        String shown = qualified.replaceAll("[^\\w.]", "?");
        shown = shown.length() > SHOWN_CHARS ? shown.substring(0, SHOWN_CHARS) + "..." : shown;
        return qualified.startsWith("demucs.")
                ? new ModelRefusedException("its network is a " + shown + "; only " + NETWORK + " can be run")
                : new ModelRefusedException(
                        "it asks for " + shown + ", which has no place among weights. Nothing in it was executed");
    }

    /** What Python would build by a call. */
    Object apply(Object builder, List<Object> arguments) throws ModelRefusedException {
        if (builder instanceof Builder known) {
            switch (known) {
                case DICTIONARY -> {
                    if (arguments.isEmpty()) {
                        return new LinkedHashMap<>();
                    }
                }
                case FRACTION -> {
                    return fraction(arguments);
                }
                case TENSOR -> {
                    return tensor(arguments);
                }
                case PARAMETER -> {
                    return arguments.getFirst();
                }
            }
        }
        throw new ModelRefusedException("it calls what cannot be called");
    }

    private static Fraction fraction(List<Object> arguments) throws ModelRefusedException {
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
        throw new ModelRefusedException("a fraction in it is none");
    }

    private static Fraction positive(long numerator, long denominator) throws ModelRefusedException {
        if (denominator <= 0) {
            throw new ModelRefusedException("a fraction in it is none");
        }
        return new Fraction(numerator, denominator);
    }

    /** A storage: {@code ('storage', type, key, location, elements)}. */
    Object storage(List<Object> id) throws ModelRefusedException {
        if (id.size() == 5
                && "storage".equals(id.getFirst())
                && id.get(1) instanceof StorageType type
                && id.get(2) instanceof String key
                && id.get(4) instanceof Long elements
                && elements >= 0) {
            Long bytes = bytesOfStorages.get(key);
            if (bytes == null || bytes / type.elementBytes() < elements) {
                throw new ModelRefusedException(
                        "the weights that it lists are not all in it: it is damaged or cut off");
            }
            return new Storage(elements);
        }
        throw new ModelRefusedException("its weights are stored in a way that is not known here");
    }

    /** {@code (storage, offset, sizes, strides, ...)}; the last element must lie in the storage. */
    private static TensorShape tensor(List<Object> arguments) throws ModelRefusedException {
        if (arguments.size() >= 4
                && arguments.get(0) instanceof Storage storage
                && arguments.get(1) instanceof Long offset
                && arguments.get(2) instanceof List<?> sizes
                && arguments.get(3) instanceof List<?> strides
                && sizes.size() == strides.size()
                && sizes.size() <= MAX_DIMENSIONS
                && fits(storage, offset, sizes, strides)) {
            return new TensorShape(List.copyOf(sizes));
        }
        throw new ModelRefusedException("a tensor of it does not lie within its weights: it is damaged or made up");
    }

    private static boolean fits(Storage storage, long offset, List<?> sizes, List<?> strides) {
        if (offset < 0) {
            return false;
        }
        long last = offset;
        boolean empty = false;
        for (int i = 0; i < sizes.size(); i++) {
            if (!(sizes.get(i) instanceof Long size
                    && strides.get(i) instanceof Long stride
                    && size >= 0
                    && stride >= 0)) {
                return false;
            }
            empty |= size == 0;
            last = Math.addExact(last, Math.multiplyExact(Math.max(0, size - 1), stride));
        }
        return empty || last < storage.elements();
    }
}
