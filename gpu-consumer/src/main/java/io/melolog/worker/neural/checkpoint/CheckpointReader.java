package io.melolog.worker.neural.checkpoint;

import io.melolog.worker.neural.engine.ModelFormatException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads checkpoints of Demucs, a zip archive as {@code torch.save} writes it since PyTorch 1.6. A pickle is a program; here it is read as data by a
 * short list of names, and what asks for anything else is refused, so nothing in a file is ever executed. Sizes are compared with the archive
 * before memory is taken. Takes about twice the network's float32 size. Any thread.
 */
public final class CheckpointReader {
    /** Of all tensors together, however often a storage is shared. */
    private static final long MAX_ELEMENTS = 1L << 28;

    private CheckpointReader() {}

    /**
     * What a checkpoint says of its network, without reading the weights.
     *
     * @throws ModelFormatException when the file is no such checkpoint
     */
    public static CheckpointOutline outline(Path file) throws ModelFormatException {
        try (TensorArchive archive = TensorArchive.open(file)) {
            return CheckpointOutline.of(archive);
        }
    }

    /**
     * The whole of it.
     *
     * @throws ModelFormatException when the file is no such checkpoint
     */
    public static Checkpoint read(Path file) throws ModelFormatException {
        try (TensorArchive archive = TensorArchive.open(file)) {
            CheckpointOutline outline = CheckpointOutline.of(archive);
            return new Checkpoint(outline.networkClass(), outline.arguments(), tensors(archive, outline));
        } catch (OutOfMemoryError e) {
            throw new ModelFormatException("The checkpoint is too large for the memory of this process.", e);
        } catch (IOException e) {
            throw new ModelFormatException("The checkpoint cannot be read to its end.", e);
        }
    }

    private static Map<String, CheckpointTensor> tensors(TensorArchive archive, CheckpointOutline outline)
            throws ModelFormatException, IOException {
        Map<String, CheckpointTensor> tensors = new LinkedHashMap<>();
        long elements = 0;
        String key = "";
        ByteBuffer storage = ByteBuffer.allocate(0);
        for (Map.Entry<String, StoredTensor> entry : outline.state().entrySet()) {
            StoredTensor stored = entry.getValue();
            elements += stored.elements();
            if (elements > MAX_ELEMENTS) {
                throw new ModelFormatException("The checkpoint has more weights than any network that can be run.");
            }
            if (!stored.key().equals(key)) {
                storage = archive.storage(stored.key());
                key = stored.key();
            }
            tensors.put(entry.getKey(), new CheckpointTensor(stored.shape(), stored.read(storage)));
        }
        return tensors;
    }
}
