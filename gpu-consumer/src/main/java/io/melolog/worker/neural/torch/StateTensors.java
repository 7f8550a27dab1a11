package io.melolog.worker.neural.torch;

import io.melolog.worker.neural.checkpoint.CheckpointTensor;
import io.melolog.worker.neural.engine.ModelFormatException;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** A checkpoint's tensors while a network is built of them: each must be there in the shape it needs, and none may be left over. */
final class StateTensors {
    private static final int NAMES_IN_MESSAGE = 5;

    private final Map<String, CheckpointTensor> state;
    private final Set<String> unused;

    StateTensors(Map<String, CheckpointTensor> state) {
        this.state = state;
        this.unused = new LinkedHashSet<>(state.keySet());
    }

    float[] take(String name, long... shape) throws ModelFormatException {
        CheckpointTensor tensor = state.get(name);
        if (tensor == null) {
            throw new ModelFormatException(
                    "The checkpoint lacks the tensor " + name + " of shape " + words(shape) + ".");
        }
        if (!Arrays.equals(tensor.shape(), shape)) {
            throw new ModelFormatException("The checkpoint's tensor " + name + " has the shape " + words(tensor.shape())
                    + " where " + words(shape) + " is needed.");
        }
        unused.remove(name);
        return tensor.values();
    }

    void requireAllTaken() throws ModelFormatException {
        if (unused.isEmpty()) {
            return;
        }
        String names = unused.stream().limit(NAMES_IN_MESSAGE).collect(Collectors.joining(", "));
        int more = unused.size() - NAMES_IN_MESSAGE;
        throw new ModelFormatException("The checkpoint has tensors that its network does not: " + names
                + (more > 0 ? " and " + more + " more." : "."));
    }

    static String words(long[] shape) {
        return shape.length == 0
                ? "scalar"
                : Arrays.stream(shape).mapToObj(Long::toString).collect(Collectors.joining(" x "));
    }
}
