package io.melolog.worker.model;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Another worker that uses a file until it is killed. */
final class FileUseProcess {
    private FileUseProcess() {}

    /** @param held a file that appears when it is used */
    static Process start(Path file, Path held) throws Exception {
        return new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        FileUseProcess.class.getName(),
                        file.toString(),
                        held.toString()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    public static void main(String[] args) throws Exception {
        try (FileUse use = FileUse.begin(Path.of(args[0]), () -> false)) {
            Files.createFile(Path.of(args[1]));
            Thread.sleep(Duration.ofMinutes(5));
            Files.delete(use.path());
        }
    }
}
