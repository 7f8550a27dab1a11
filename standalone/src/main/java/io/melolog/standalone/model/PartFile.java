package io.melolog.standalone.model;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A file that is not whole yet, and the validator (RFC 9110, 8.8) of what it is a part of: without one there is no way to tell whether the rest
 * belongs to it. Used by one thread.
 */
final class PartFile {
    private final Path path;
    private final Path validator;
    private final FileChannel channel;

    PartFile(Path path, FileChannel channel) {
        this.path = path;
        this.validator = path.resolveSibling(path.getFileName() + ".validator");
        this.channel = channel;
    }

    Path path() {
        return path;
    }

    long bytes() throws IOException {
        return channel.size();
    }

    void append(ByteBuffer bytes) throws DownloadException {
        try {
            channel.position(channel.size());
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            throw new DownloadException(path + " cannot be written: " + e.getMessage(), e);
        }
    }

    /** The validator of what is there; empty when there is nothing, or nothing to go on from. */
    Optional<String> validator() throws IOException {
        return bytes() > 0 && Files.exists(validator)
                ? Optional.of(Files.readString(validator)).filter(text -> !text.isBlank())
                : Optional.empty();
    }

    /** Begins anew. */
    void restart(Optional<String> newValidator) throws IOException {
        channel.truncate(0);
        forgetValidator();
        if (newValidator.isPresent()) {
            Files.writeString(validator, newValidator.get());
        }
    }

    void forgetValidator() throws IOException {
        Files.deleteIfExists(validator);
    }

    void delete() throws IOException {
        Files.deleteIfExists(path);
        forgetValidator();
    }
}
