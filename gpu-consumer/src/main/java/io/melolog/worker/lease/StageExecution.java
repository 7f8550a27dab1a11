package io.melolog.worker.lease;

import io.melolog.schemas.work.Artifact;
import io.melolog.schemas.work.InputObject;
import io.melolog.schemas.work.WorkCompleted;
import io.melolog.schemas.work.WorkRequested;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Computes one work in a scratch folder of its own and stores what comes out. Used by one thread. */
final class StageExecution {
    private static final double MILLIS_PER_SECOND = 1000;

    private final WorkRequested request;
    private final StageRunner runner;
    private final LeaseReports reports;
    private final BooleanSupplier stopped;
    private final WorkerParts parts;

    StageExecution(
            WorkRequested request,
            StageRunner runner,
            LeaseReports reports,
            BooleanSupplier stopped,
            WorkerParts parts) {
        this.request = request;
        this.runner = runner;
        this.reports = reports;
        this.stopped = stopped;
        this.parts = parts;
    }

    /** @throws Exception what the stage threw, or what came up while storing */
    WorkCompleted run() throws Exception {
        Instant startedAt = parts.clock().instant();
        Path scratch = parts.scratch().create(request.workId());
        try {
            StageOutput output = runner.run(new Context(scratch));
            List<Artifact> artifacts = store(output.files());
            Instant at = parts.clock().instant();
            Duration duration = Duration.between(startedAt, at);
            parts.metrics().computed(runner.stage(), duration);
            return parts.storage()
                    .storeResult(new WorkCompleted(
                            request.workId(),
                            request.spec(),
                            output.result(),
                            artifacts,
                            output.device(),
                            duration.toMillis() / MILLIS_PER_SECOND,
                            parts.settings().worker(),
                            startedAt,
                            at));
        } finally {
            ScratchFolders.delete(scratch);
        }
    }

    private List<Artifact> store(List<StageOutput.OutputFile> files) throws IOException, InterruptedException {
        List<Artifact> artifacts = new ArrayList<>();
        for (StageOutput.OutputFile file : files) {
            artifacts.add(parts.storage().storeArtifact(request.workId(), file.name(), file.mediaType(), file.path()));
        }
        return artifacts;
    }

    /** What the stage sees. */
    private final class Context implements WorkContext {
        private final Path scratch;

        Context(Path scratch) {
            this.scratch = scratch;
        }

        @Override
        public WorkRequested request() {
            return request;
        }

        @Override
        public Path scratch() {
            return scratch;
        }

        @Override
        public Path fetch(InputObject input) throws IOException, InterruptedException {
            Path file = Files.createTempFile(scratch, "input-", "");
            parts.storage().fetch(input, file);
            return file;
        }

        @Override
        public void progress(double fraction) {
            reports.progress(fraction);
        }

        @Override
        public BooleanSupplier cancelled() {
            return stopped;
        }
    }
}
