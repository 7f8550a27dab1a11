package io.melolog.worker.neural.checkpoint;

import io.melolog.worker.neural.checkpoint.PickleNames.NetworkClass;
import io.melolog.worker.neural.engine.ModelFormatException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** What a checkpoint says of its network, and where its weights lie. */
public final class CheckpointOutline {
    private static final Pattern TENSOR_NAME = Pattern.compile("[\\w.]{1,200}");

    private final String networkClass;
    private final Map<String, Object> arguments;
    private final Map<String, StoredTensor> state;

    private CheckpointOutline(String networkClass, Map<String, Object> arguments, Map<String, StoredTensor> state) {
        this.networkClass = networkClass;
        this.arguments = arguments;
        this.state = state;
    }

    /** Of what was saved: {@code klass}, {@code args}, {@code kwargs}, {@code state}. */
    static CheckpointOutline of(TensorArchive archive) throws ModelFormatException {
        Object saved = pickled(archive);
        if (saved instanceof Map<?, ?> map
                && map.get("klass") instanceof NetworkClass(String name)
                && map.get("args") instanceof List<?> positional
                && map.get("kwargs") instanceof Map<?, ?> named
                && map.get("state") instanceof Map<?, ?> state
                && !state.isEmpty()) {
            return new CheckpointOutline(name, new PlainArguments().copy(positional, named), tensors(state));
        }
        throw notSuch();
    }

    private static Object pickled(TensorArchive archive) throws ModelFormatException {
        try {
            return new Pickle(archive.pickle(), new PickleNames(archive.storageBytes())).read();
        } catch (IOException e) {
            throw new ModelFormatException("The checkpoint cannot be read.", e);
        }
    }

    private static Map<String, StoredTensor> tensors(Map<?, ?> state) throws ModelFormatException {
        Map<String, StoredTensor> tensors = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : state.entrySet()) {
            if (!(entry.getKey() instanceof String name
                    && TENSOR_NAME.matcher(name).matches()
                    && entry.getValue() instanceof StoredTensor tensor)) {
                throw notSuch();
            }
            tensors.put(name, tensor);
        }
        return tensors;
    }

    private static ModelFormatException notSuch() {
        return new ModelFormatException(
                "The file is one of PyTorch, but not a checkpoint of HTDemucs with plain weights.");
    }

    /** The qualified name of the network's class. */
    public String networkClass() {
        return networkClass;
    }

    /** As {@link Checkpoint#arguments()}. */
    public Map<String, Object> arguments() {
        return arguments;
    }

    Map<String, StoredTensor> state() {
        return state;
    }
}
