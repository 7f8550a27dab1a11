package io.melolog.worker.neural.child;

import io.melolog.worker.testing.TestChildMain;
import io.melolog.worker.testing.TestModel;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;

/** A worker in a process of its own, to be killed while its child separates. */
final class NeuralWorkerProcess {
    private NeuralWorkerProcess() {}

    /** @param pidFile gets the child's process id once it separates */
    static Process start(Path folder, Path pidFile) throws Exception {
        return new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        NeuralWorkerProcess.class.getName(),
                        folder.toString(),
                        pidFile.toString()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[0]);
        var process = new NeuralProcess(
                NeuralTestBase.settings(folder, "cpu", Duration.ofMinutes(1), Duration.ofMinutes(1)),
                TestChildMain::program,
                new NeuralMetrics(new SimpleMeterRegistry()));
        SeparationOrder order = NeuralTestBase.order(folder, new TestModel().pauseMillis(500));
        var unused =
                new NeuralSeparation(process).separate(order, share -> tell(process, Path.of(args[1])), () -> false);
        Thread.sleep(Duration.ofMinutes(5));
    }

    private static void tell(NeuralProcess process, Path pidFile) {
        try {
            Path part = Files.writeString(
                    pidFile.resolveSibling("pid.part"),
                    Long.toString(process.running().orElseThrow().pid()));
            Files.move(part, pidFile, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
