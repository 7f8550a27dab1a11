package io.melolog.worker.pitch;

import io.melolog.schemas.stage.Stage;
import io.melolog.schemas.stage.StageParameters;
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
import java.util.List;
import java.util.function.BooleanSupplier;

/** Pitch asked of one upload that lies in a local file. */
record FileContext(Path upload, Path scratch, StageParameters parameters) implements WorkContext {
    @Override
    public WorkRequested request() {
        WorkSpec spec = new WorkSpec(
                Stage.PITCH,
                Stage.PITCH.version(),
                Stage.PITCH.defaultModel(),
                List.of(new WorkInput.Upload("0".repeat(64))),
                parameters,
                "test");
        InputObject input = new InputObject(InputObject.SOURCE, "originals/test", "audio/flac");
        return new WorkRequested("work", "request", 1, "test", spec, List.of(input), Lane.INTERACTIVE, Instant.EPOCH);
    }

    @Override
    public Path fetch(InputObject input) throws IOException {
        return Files.copy(upload, scratch.resolve("upload"));
    }

    @Override
    public void progress(double fraction) {}

    @Override
    public BooleanSupplier cancelled() {
        return () -> false;
    }
}
