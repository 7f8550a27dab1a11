package io.melolog.notifier.testing;

import io.melolog.schemas.job.ContentRef;
import io.melolog.schemas.job.JobEvent;
import io.melolog.schemas.job.PlannedStage;
import io.melolog.schemas.stage.SourceAudio;
import io.melolog.schemas.stage.Stage;
import io.melolog.schemas.stage.StageResult;
import io.melolog.schemas.work.Artifact;
import io.melolog.schemas.work.Failure;
import io.melolog.schemas.work.FailureCode;
import io.melolog.schemas.work.Lane;
import io.melolog.schemas.work.WorkCompleted;
import io.melolog.schemas.work.WorkInput;
import io.melolog.schemas.work.WorkSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Writes the events of one job, numbering them. */
public final class JobHistory {
    public static final double DURATION_SECONDS = 12.5;
    private static final Instant START = Instant.parse("2026-11-20T12:00:00Z");

    private final String jobId;
    private final List<JobEvent> events = new ArrayList<>();

    public JobHistory(String jobId) {
        this.jobId = jobId;
    }

    /** A history that a planner could have written: any order of stages, retries, cached results, failures, replays, erasure. */
    public static List<JobEvent> random(String jobId, Random random) {
        JobHistory history = new JobHistory(jobId).planned(Stage.values());
        List<Stage> open = new ArrayList<>(Arrays.asList(Stage.values()));
        while (!open.isEmpty()) {
            Stage stage = open.get(random.nextInt(open.size()));
            switch (random.nextInt(8)) {
                case 0, 1, 2 -> history.started(stage, 1 + random.nextInt(3));
                case 3, 4, 5 -> {
                    history.finished(stage, random.nextBoolean());
                    open.remove(stage);
                }
                case 6 -> history.later();
                default -> {
                    if (random.nextInt(4) == 0) {
                        return history.failed(random.nextBoolean() ? stage : null)
                                .maybeErased(random)
                                .events();
                    }
                }
            }
        }
        return history.completed().later().maybeErased(random).events();
    }

    public List<JobEvent> events() {
        return List.copyOf(events);
    }

    public JobEvent last() {
        return events.getLast();
    }

    public JobHistory planned(Stage... stages) {
        List<PlannedStage> plan = Arrays.stream(stages)
                .map(stage -> new PlannedStage(stage, workId(stage), stage.defaultModel()))
                .toList();
        return add(new JobEvent.Planned(
                jobId,
                "default",
                0,
                next(),
                new ContentRef("ab", 1234, "audio/mpeg"),
                Lane.INTERACTIVE,
                plan,
                null,
                START,
                at()));
    }

    public JobHistory started(Stage stage, int attempt) {
        return add(new JobEvent.StageStarted(jobId, "default", 0, next(), stage, workId(stage), attempt, at()));
    }

    public JobHistory finished(Stage stage, boolean reused) {
        return add(new JobEvent.StageFinished(
                jobId, "default", 0, next(), stage, workId(stage), reused, result(stage), at()));
    }

    public JobHistory completed() {
        return add(new JobEvent.Completed(jobId, "default", 0, next(), at()));
    }

    public JobHistory failed(@Nullable Stage stage) {
        Failure failure = (stage == null ? FailureCode.CANCELLED : FailureCode.UNDECODABLE_AUDIO).because("as it is");
        return add(new JobEvent.Failed(jobId, "default", 0, next(), stage, failure, at()));
    }

    /** An event of a replay. */
    public JobHistory later() {
        return add(new JobEvent.Completed(jobId, "default", 1, next(), at()));
    }

    public JobHistory erased() {
        return add(new JobEvent.Erased(jobId, "default", 0, next(), at()));
    }

    private JobHistory maybeErased(Random random) {
        return random.nextBoolean() ? erased() : this;
    }

    private JobHistory add(JobEvent event) {
        events.add(event);
        return this;
    }

    private long next() {
        return events.size() + 1L;
    }

    private Instant at() {
        return START.plusSeconds(events.size());
    }

    private static String workId(Stage stage) {
        return "work-" + stage.id();
    }

    private static WorkCompleted result(Stage stage) {
        SourceAudio source = new SourceAudio(DURATION_SECONDS, 44_100, 2);
        StageResult result =
                switch (stage) {
                    case SEPARATION -> new StageResult.Separation(source, "preview");
                    case PITCH -> new StageResult.Pitch(source, 7, "treble", "A minor", null, "4/4");
                    case WAVEFORM -> new StageResult.Waveform(source);
                };
        WorkSpec spec = new WorkSpec(
                stage,
                stage.version(),
                stage.defaultModel(),
                List.of(new WorkInput.Upload("ab")),
                stage.defaultParameters(),
                "default");
        Artifact artifact = new Artifact(stage.id() + ".bin", "application/octet-stream", 3, "cd", "work/x/cd");
        return new WorkCompleted(
                workId(stage), spec, result, List.of(artifact), "cpu", 1.5, "worker-1", START, START.plusSeconds(2));
    }
}
