package io.melolog.worker.decode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A file that a child writes: kept when the job succeeds, deleted otherwise. */
final class OutputFile {
    private static final Logger LOG = LoggerFactory.getLogger(OutputFile.class);

    private OutputFile() {}

    /** A job that writes the file. */
    interface Job<T> {
        T run() throws AudioException, IOException;
    }

    static <T> T keptIfComplete(Path output, Job<T> job) throws AudioException {
        if (Files.exists(output)) {
            throw new IllegalArgumentException("exists already: " + output.getFileName());
        }
        boolean complete = false;
        try {
            T result = job.run();
            complete = true;
            return result;
        } catch (IOException e) {
            throw AudioException.crashed("The decoded audio could not be found again. It is tried again.", e);
        } finally {
            if (!complete) {
                delete(output);
            }
        }
    }

    private static void delete(Path output) {
        try {
            Files.deleteIfExists(output);
        } catch (IOException e) {
            LOG.atWarn().setCause(e).addKeyValue("file", output.getFileName()).log("Unfinished audio stays behind");
        }
    }
}
