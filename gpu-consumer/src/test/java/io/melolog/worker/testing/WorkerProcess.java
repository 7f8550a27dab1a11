package io.melolog.worker.testing;

import io.melolog.schemas.stage.Stage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A worker in a process of its own, to be killed while its pitch stage hangs. */
public final class WorkerProcess {
    private WorkerProcess() {}

    /** @param begun a file that appears when work has begun */
    public static Process start(String bootstrapServers, String s3Endpoint, Path dataDir, Path begun) throws Exception {
        return new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        WorkerProcess.class.getName(),
                        bootstrapServers,
                        s3Endpoint,
                        dataDir.toString(),
                        begun.toString()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    public static void main(String[] args) throws Exception {
        var hanging = new HangingStage(Path.of(args[3]));
        new WorkerBench(args[0], args[1]).startWorker(Path.of(args[2]), Duration.ZERO, hanging);
        Thread.sleep(Duration.ofMinutes(5));
    }

    private record HangingStage(Path begun) implements io.melolog.worker.lease.StageRunner {
        @Override
        public Stage stage() {
            return Stage.PITCH;
        }

        @Override
        public io.melolog.worker.lease.StageOutput run(io.melolog.worker.lease.WorkContext context) throws Exception {
            Files.writeString(context.scratch().resolve("left-behind"), "x");
            Files.writeString(begun, context.request().workId());
            Thread.sleep(Duration.ofMinutes(5));
            throw new IllegalStateException("was not killed");
        }
    }
}
