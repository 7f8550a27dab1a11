package io.melolog.standalone.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** Checkpoints of small networks with random weights. */
public final class Checkpoints {
    private Checkpoints() {}

    /** Writes one; {@code seed} makes it another network. */
    public static Path write(Path file, long seed) throws IOException {
        byte[] content = new byte[2_500_000];
        new Random(seed).nextBytes(content);
        return Files.write(file, content);
    }
}
