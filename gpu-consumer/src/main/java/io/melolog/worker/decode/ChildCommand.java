package io.melolog.worker.decode;

import io.melolog.worker.decode.child.ChildMain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How a child is started: a small JVM under the shell's {@code ulimit}, with an environment of its own. */
final class ChildCommand {
    private static final Logger LOG = LoggerFactory.getLogger(ChildCommand.class);
    private static final Path SHELL = Path.of("/bin/sh");

    /** Unpacking FFmpeg's libraries writes files of this size, whatever the limit on audio is. */
    private static final long MIN_FILE_BYTES = 64L << 20;

    private static final int BLOCK_BYTES = 512;

    /**
     * $1 and $2 are seconds of CPU (at the first the process gets SIGXCPU, which tells a spent limit from a kill), $3 is
     * KiB of memory, $4 blocks of a file. A system that lacks a limit runs without it.
     */
    private static final String LIMITS = """
            ulimit -c 0
            ulimit -S -t "$1" && ulimit -H -t "$2"
            ulimit -v "$3"
            ulimit -f "$4"
            shift 4
            exec "$@"
            """;

    private final AudioChildSettings settings;
    private final List<String> command;

    ChildCommand(AudioChildSettings settings) {
        this(settings, SHELL);
    }

    ChildCommand(AudioChildSettings settings, Path shell) {
        this.settings = settings;
        this.command = command(settings, shell, ChildClassPath.find());
    }

    Process start() throws IOException {
        Files.createDirectories(settings.cacheDirectory());
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(settings.cacheDirectory().toFile());
        Map<String, String> environment = builder.environment();
        environment.clear();
        environment.put("LC_ALL", "C.UTF-8");
        environment.put("MALLOC_ARENA_MAX", "1");
        return builder.start();
    }

    private static List<String> command(AudioChildSettings settings, Path shell, String classPath) {
        List<String> command = new ArrayList<>();
        if (Files.isExecutable(shell)) {
            long cpuSeconds = settings.cpuLimit().toSeconds();
            long fileBytes = Math.max(settings.maxOutputBytes(), MIN_FILE_BYTES);
            command.addAll(List.of(shell.toString(), "-c", LIMITS, "melolog-audio"));
            command.add(Long.toString(cpuSeconds));
            command.add(Long.toString(cpuSeconds + 1));
            command.add(Long.toString(settings.memoryLimitBytes() >> 10));
            command.add(Long.toString(Math.ceilDiv(fileBytes, BLOCK_BYTES)));
        } else {
            LOG.atWarn()
                    .addKeyValue("shell", shell)
                    .log("No shell: audio is decoded without limits on CPU time and memory");
        }
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmOptions(settings));
        command.addAll(List.of("-cp", classPath, ChildMain.class.getName()));
        return command;
    }

    private static List<String> jvmOptions(AudioChildSettings settings) {
        return List.of(
                "-Xmx64m",
                "-Xss512k",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-XX:-UsePerfData",
                "-XX:ReservedCodeCacheSize=16m",
                "-XX:CompressedClassSpaceSize=16m",
                "-XX:MaxMetaspaceSize=48m",
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:-CreateCoredumpOnCrash",
                "-XX:ErrorFile=/dev/null",
                "-XX:+DisplayVMOutputToStderr",
                "--enable-native-access=ALL-UNNAMED",
                "-Djava.io.tmpdir=" + settings.cacheDirectory(),
                "-Dorg.bytedeco.javacpp.cachedir=" + settings.cacheDirectory(),
                "-Dorg.bytedeco.javacpp.nopointergc=true",
                "-Dorg.bytedeco.javacpp.maxphysicalbytes=0");
    }
}
