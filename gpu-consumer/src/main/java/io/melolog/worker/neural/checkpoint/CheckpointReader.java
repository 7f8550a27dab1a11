package io.melolog.worker.neural.checkpoint;

import io.melolog.worker.neural.engine.ModelFormatException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Reads checkpoints of Demucs, a zip archive as {@code torch.save} writes it since PyTorch 1.6. A pickle is a program; here it is read as data by a
 * short list of names, and what asks for anything else is refused, so nothing in a file is ever executed. Sizes are compared with the archive
 * before memory is taken. Takes about twice the network's float32 size. Any thread.
 */
public final class CheckpointReader {
    /** Of all tensors together: 1 GiB of them. */
    private static final long MAX_ELEMENTS = 1L << 28;

    private CheckpointReader() {}

    /**
     * What a checkpoint says of its network, without reading the weights.
     *
     * @throws ModelFormatException when the file is no such checkpoint
     */
    public static CheckpointOutline outline(Path file) throws ModelFormatException {
        return opened(file, CheckpointOutline::of);
    }

    /**
     * The whole of it.
     *
     * @throws ModelFormatException when the file is no such checkpoint
     */
    public static Checkpoint read(Path file) throws ModelFormatException {
        return opened(file, archive -> {
            CheckpointOutline outline = CheckpointOutline.of(archive);
            requireFewElements(outline, Math.min(MAX_ELEMENTS, Files.size(file)));
            return new Checkpoint(outline.networkClass(), outline.arguments(), tensors(archive, outline));
        });
    }

    private interface Reading<T> {
        T of(TensorArchive archive) throws ModelFormatException, IOException;
    }

    private static <T> T opened(Path file, Reading<T> reading) throws ModelFormatException {
        try (TensorArchive archive = TensorArchive.open(file)) {
            return reading.of(archive);
        } catch (OutOfMemoryError e) {
            throw new ModelFormatException("The checkpoint is too large for the memory of this process.", e);
        } catch (IOException e) {
            throw new ModelFormatException("The checkpoint cannot be read to its end.", e);
        }
    }

    /** An element takes a byte or more of the file; only storages that tensors share could hold fewer. */
    private static void requireFewElements(CheckpointOutline outline, long most) throws ModelFormatException {
        long elements = outline.state().values().stream()
                .mapToLong(StoredTensor::elements)
                .sum();
        if (elements > most) {
            throw new ModelFormatException("The checkpoint lists more weights than it can hold.");
        }
    }

    /** Each storage is read once, whatever the order of the tensors. */
    private static Map<String, CheckpointTensor> tensors(TensorArchive archive, CheckpointOutline outline)
            throws ModelFormatException, IOException {
        Map<String, List<String>> namesByStorage = new LinkedHashMap<>();
        outline.state().forEach((name, stored) -> namesByStorage
                .computeIfAbsent(stored.key(), key -> new ArrayList<>())
                .add(name));
        Map<String, CheckpointTensor> read = new HashMap<>();
        for (Map.Entry<String, List<String>> shared : namesByStorage.entrySet()) {
            ByteBuffer storage = archive.storage(shared.getKey());
            for (String name : shared.getValue()) {
                StoredTensor stored = Objects.requireNonNull(outline.state().get(name));
                read.put(name, new CheckpointTensor(stored.shape(), stored.read(storage)));
            }
        }
        Map<String, CheckpointTensor> ordered = new LinkedHashMap<>();
        outline.state().keySet().forEach(name -> ordered.put(name, Objects.requireNonNull(read.get(name))));
        return ordered;
    }
}
