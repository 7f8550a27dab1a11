package io.melolog.notifier.jobstatus;

import io.melolog.schemas.job.JobEvent;
import io.melolog.schemas.job.JobStatus;
import io.melolog.schemas.job.JobStatus.Known;
import io.melolog.schemas.job.JobStatus.StageStatus;
import io.melolog.schemas.job.JobStatus.State;
import io.melolog.schemas.job.PlannedStage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The status of a job as a function of its events.
 *
 * <pre>
 *                 Planned            StageStarted, StageFinished
 *   (unknown) ───────────► waiting ─────────────────────► processing ⟲ StageStarted, StageFinished
 *       │                   │    │                         │     │
 *       │                   │    │ Failed           Failed │     │ Completed (every stage is completed)
 *       │                   │    └────────► failed ◄───────┘     ▼
 *       │                   │                 │              completed
 *       │ Erased            │ Erased          │ Erased           │ Erased
 *       └──────────────────►┴─────► erased ◄──┴──────────────────┘
 * </pre>
 *
 * <p>A stage goes {@code waiting → processing → completed}, {@code waiting → completed} when its result was there already, or to {@code failed};
 * {@code StageStarted} may come again, for every attempt. Everything else is impossible.
 *
 * <p>Events are applied in the order of their sequence, without a gap: an event at or before the last applied one is a duplicate, whatever it
 * says. Events of replays ({@code runId > 0}) only move the sequence on. Pure; thread-safe.
 */
public final class JobStatusReducer {
    private JobStatusReducer() {}

    /** @param current null when no event of the job has been applied yet */
    public static Outcome apply(@Nullable JobStatus current, JobEvent event) {
        long last = current == null ? 0 : current.sequence();
        if (event.sequence() <= last && current != null) {
            return new Outcome.Ignored();
        }
        if (event.sequence() != last + 1) {
            return new Outcome.Impossible(
                    "sequence_gap", "event " + event.sequence() + " where " + (last + 1) + " is due");
        }
        return switch (current) {
            case null -> first(event);
            case JobStatus.Erased erased -> impossible(event, "the job is erased");
            case Known job -> next(job, event);
        };
    }

    private static Outcome first(JobEvent event) {
        return switch (event) {
            case JobEvent.Erased erased -> erased(erased);
            case JobEvent.Planned planned when planned.runId() == 0 -> new Outcome.Changed(planned(planned));
            default -> impossible(event, "the job has no plan");
        };
    }

    private static Outcome next(Known job, JobEvent event) {
        if (event instanceof JobEvent.Erased erased) {
            return erased(erased);
        }
        if (event.runId() > 0) {
            return new Outcome.Advanced(StatusChange.of(job, event).build());
        }
        if (job.status().isFinal()) {
            return impossible(event, "the job has ended");
        }
        return switch (event) {
            case JobEvent.Planned planned -> impossible(planned, "the job has a plan");
            case JobEvent.StageStarted started -> started(job, started);
            case JobEvent.StageFinished finished -> finished(job, finished);
            case JobEvent.Completed completed -> completed(job, completed);
            case JobEvent.Failed failed -> failed(job, failed);
            case JobEvent.Erased erased -> erased(erased);
        };
    }

    private static Outcome erased(JobEvent.Erased event) {
        return new Outcome.Changed(new JobStatus.Erased(event.jobId(), event.tenant(), event.sequence(), event.at()));
    }

    private static Known planned(JobEvent.Planned event) {
        return new Known(
                event.jobId(),
                event.tenant(),
                event.sequence(),
                State.WAITING,
                event.content(),
                null,
                event.lane(),
                event.stages().stream().map(JobStatusReducer::waiting).toList(),
                event.duplicateOf(),
                null,
                List.of(),
                null,
                event.createdAt(),
                event.at());
    }

    private static StageStatus waiting(PlannedStage planned) {
        return new StageStatus(
                planned.stage(), planned.workId(), State.WAITING, planned.model(), null, null, null, null);
    }

    private static Outcome started(Known job, JobEvent.StageStarted event) {
        StatusChange change = StatusChange.of(job, event);
        return change.stage(event.stage(), event.workId())
                .map(stage -> stage.status().isFinal()
                        ? impossible(event, event.stage().id() + " has ended")
                        : new Outcome.Changed(change.processing(stage).build()))
                .orElseGet(() -> notPlanned(event, event.stage().id()));
    }

    private static Outcome finished(Known job, JobEvent.StageFinished event) {
        StatusChange change = StatusChange.of(job, event);
        return change.stage(event.stage(), event.workId())
                .map(stage -> stage.status().isFinal()
                        ? impossible(event, event.stage().id() + " has ended")
                        : new Outcome.Changed(change.finished(stage, event.result(), event.reused())
                                .build()))
                .orElseGet(() -> notPlanned(event, event.stage().id()));
    }

    private static Outcome completed(Known job, JobEvent.Completed event) {
        boolean everyStage = job.stages().stream().allMatch(stage -> stage.status() == State.COMPLETED);
        return everyStage
                ? new Outcome.Changed(
                        StatusChange.of(job, event).status(State.COMPLETED).build())
                : impossible(event, "a stage is not completed");
    }

    private static Outcome failed(Known job, JobEvent.Failed event) {
        StatusChange change = StatusChange.of(job, event).failed(event.error());
        if (event.stage() == null) {
            return new Outcome.Changed(change.build());
        }
        return change.stage(event.stage(), null)
                .map(stage -> stage.status() == State.COMPLETED
                        ? impossible(event, stage.stage().id() + " is completed")
                        : new Outcome.Changed(change.failedStage(stage).build()))
                .orElseGet(() -> notPlanned(event, String.valueOf(event.stage())));
    }

    private static Outcome notPlanned(JobEvent event, String stage) {
        return impossible(event, "the plan has no such work of " + stage);
    }

    private static Outcome impossible(JobEvent event, String reason) {
        return new Outcome.Impossible(
                "impossible_transition", event.getClass().getSimpleName() + " cannot be applied: " + reason);
    }
}
