package io.melolog.topology.testing;

import io.melolog.schemas.job.ContentRef;
import io.melolog.schemas.job.JobSubmitted;
import io.melolog.schemas.job.StageRequest;
import io.melolog.schemas.stage.SourceAudio;
import io.melolog.schemas.stage.Stage;
import io.melolog.schemas.stage.StageResult;
import io.melolog.schemas.storage.ObjectKeys;
import io.melolog.schemas.work.Artifact;
import io.melolog.schemas.work.Lane;
import io.melolog.schemas.work.WorkCompleted;
import io.melolog.schemas.work.WorkLease;
import io.melolog.schemas.work.WorkReported;
import io.melolog.schemas.work.WorkRequested;
import io.melolog.schemas.work.WorkSpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Records as the other services write them. */
public final class Examples {
    public static final Instant AT = Instant.parse("2026-11-20T12:00:00Z");
    public static final String TENANT = "default";

    private Examples() {}

    public static String jobId(int number) {
        return String.format(Locale.ROOT, "01935a00-0000-7000-8000-%012d", number);
    }

    public static JobSubmitted job(int number, String content, Stage... stages) {
        return job(number, content, Lane.INTERACTIVE, stages);
    }

    public static JobSubmitted job(int number, String content, Lane lane, Stage... stages) {
        Stage[] all = stages.length == 0 ? Stage.values() : stages;
        return new JobSubmitted(
                jobId(number),
                TENANT,
                "default",
                new ContentRef(content, 1000, "audio/mpeg"),
                Arrays.stream(all).map(StageRequest::byDefault).toList(),
                lane,
                AT);
    }

    public static WorkCompleted result(String workId, WorkSpec spec, Instant at) {
        SourceAudio source = new SourceAudio(3, 44100, 2);
        StageResult result =
                switch (spec.stage()) {
                    case SEPARATION -> new StageResult.Separation(source, "preview");
                    case PITCH -> new StageResult.Pitch(source, 12, "treble", "A minor", 120.0, "4/4");
                    case WAVEFORM -> new StageResult.Waveform(source);
                };
        List<String> names =
                switch (spec.stage()) {
                    case SEPARATION -> List.of("vocals.flac", "accompaniment.flac");
                    case PITCH -> List.of("notes.json");
                    case WAVEFORM -> List.of("waveform.json");
                };
        List<Artifact> artifacts = names.stream()
                .map(name ->
                        new Artifact(name, "application/octet-stream", 10, "ab", ObjectKeys.artifact(workId, name)))
                .toList();
        return new WorkCompleted(workId, spec, result, artifacts, "cpu", 1.5, "w1", at, at);
    }

    public static WorkLease lease(WorkRequested request) {
        return new WorkLease(
                request.workId(), request.requestId(), request.spec().stage(), request.attempt(), 1, "w1");
    }

    public static WorkReported.Started started(WorkRequested request, Instant at) {
        return new WorkReported.Started(lease(request), at);
    }

    public static WorkReported.Succeeded succeeded(WorkRequested request, Instant at) {
        return new WorkReported.Succeeded(lease(request), result(request.workId(), request.spec(), at), at);
    }
}
