package io.melolog.benchmarks;

import io.melolog.schemas.stage.Stage;
import io.melolog.schemas.work.InputObject;
import io.melolog.schemas.work.Lane;
import io.melolog.schemas.work.WorkInput;
import io.melolog.schemas.work.WorkRequested;
import io.melolog.schemas.work.WorkSpec;
import io.melolog.worker.lease.WorkContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** Pitch asked of an upload that lies in a local file. */
record LocalUpload(Path file, Path scratch) implements WorkContext {
    @Override
    public WorkRequested request() {
        Stage stage = Stage.PITCH;
        WorkSpec spec = new WorkSpec(
                stage,
                stage.version(),
                stage.defaultModel(),
                List.of(new WorkInput.Upload("0".repeat(64))),
                stage.defaultParameters(),
                "benchmark");
        InputObject input = new InputObject(InputObject.SOURCE, "originals/benchmark", "audio/wav");
        return new WorkRequested(
                "work", "request", 1, "benchmark", spec, List.of(input), Lane.INTERACTIVE, Instant.EPOCH);
    }

    @Override
    public Path fetch(InputObject input) throws IOException {
        return Files.copy(file, scratch.resolve("upload"));
    }

    @Override
    public void progress(double fraction) {}

    @Override
    public BooleanSupplier cancelled() {
        return () -> false;
    }

    static void deleteAll(Path folder) throws IOException {
        try (Stream<Path> inside = Files.walk(folder)) {
            for (Path path : inside.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
