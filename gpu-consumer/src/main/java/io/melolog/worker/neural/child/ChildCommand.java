package io.melolog.worker.neural.child;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How the child is started: a JVM with an environment of its own. */
final class ChildCommand {
    /** What tells native libraries where they, GPUs and their caches are. Everything else stays in the worker: it holds secrets. */
    private static final List<String> PASSED_ON = List.of(
            "PATH",
            "HOME",
            "LD_LIBRARY_PATH",
            "PYTORCH_LIBRARY_PATH",
            "PYTORCH_VERSION",
            "PYTORCH_FLAVOR",
            "PYTORCH_CUDA_ALLOC_CONF",
            "CUDA_HOME",
            "CUDA_PATH",
            "CUDA_CACHE_PATH",
            "CUDA_DEVICE_ORDER",
            "CUDA_VISIBLE_DEVICES",
            "NVIDIA_VISIBLE_DEVICES",
            "NVIDIA_DRIVER_CAPABILITIES",
            "SYSTEMROOT");

    private static final Path SHELL = Path.of("/bin/sh");
    /** Messages get a way of their own: native libraries and a crashing JVM print to standard output past Java. */
    private static final String SEPARATE_OUTPUT = "exec \"$@\" 3>&1 1>&2";

    private final NeuralSettings settings;
    private final List<String> command;

    ChildCommand(NeuralSettings settings, ChildProgram program) {
        this.settings = settings;
        this.command = command(settings, program);
    }

    Process start() throws IOException {
        Files.createDirectories(settings.folder());
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(settings.folder().toFile());
        Map<String, String> environment = builder.environment();
        environment.keySet().retainAll(PASSED_ON);
        environment.put("LC_ALL", "C.UTF-8");
        // Read before a JVM can set them: spinning threads of OpenMP take 2-4x the time on busy cores.
        environment.put("OMP_WAIT_POLICY", "PASSIVE");
        environment.put("GOMP_SPINCOUNT", "0");
        // Huge pages for tensors: a tenth less CPU time (docs/separation.md).
        environment.put("THP_MEM_ALLOC_ENABLE", "1");
        environment.put("DJL_CACHE_DIR", settings.folder().toString());
        return builder.start();
    }

    private static List<String> command(NeuralSettings settings, ChildProgram program) {
        List<String> command = new ArrayList<>();
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        if (Files.isExecutable(SHELL)) {
            command.addAll(List.of(SHELL.toString(), "-c", SEPARATE_OUTPUT, "melolog-engine", java));
            command.add("-D" + ChildMain.OUTPUT_PROPERTY + "=/dev/fd/3");
        } else {
            command.add(java);
        }
        command.addAll(jvmOptions(settings));
        command.addAll(List.of("-cp", program.classPath(), program.mainClass()));
        command.addAll(settings.engine().toArguments());
        return command;
    }

    private static List<String> jvmOptions(NeuralSettings settings) {
        return List.of(
                "-Xmx" + settings.maxHeapBytes(),
                "-XX:+UseSerialGC",
                "-XX:-UsePerfData",
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:-CreateCoredumpOnCrash",
                "-XX:ErrorFile=" + settings.folder().resolve("crash.log"),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Djava.io.tmpdir=" + settings.folder(),
                "-Dlogback.configurationFile=io/melolog/worker/neural/child/logback.xml",
                "-Dai.djl.offline=true",
                "-DOPT_OUT_TRACKING=true",
                "-DDJL_CACHE_DIR=" + settings.folder(),
                "-Dai.djl.pytorch.num_threads=" + settings.engine().threads(),
                "-Dai.djl.pytorch.num_interop_threads=1");
    }
}
