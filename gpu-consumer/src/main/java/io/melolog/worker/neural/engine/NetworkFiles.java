package io.melolog.worker.neural.engine;

import io.melolog.schemas.model.ModelFormat;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A model's files on this machine's disk, already compared with their digests.
 *
 * @param files in the order of the registration
 * @param stemWeights of a bag, one row per network and one column per stem; null when all networks count alike
 */
public record NetworkFiles(
        ModelFormat format, List<Path> files, @Nullable List<List<Double>> stemWeights) {
    public NetworkFiles {
        files = List.copyOf(files);
    }
}
