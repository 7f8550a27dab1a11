package io.melolog.topology.planner;

import io.melolog.schemas.job.JobCommand;
import io.melolog.schemas.job.JobSubmitted;
import io.melolog.schemas.work.FailureCode;
import io.melolog.schemas.work.WorkAnswered;
import io.melolog.schemas.work.WorkSpec;
import io.melolog.topology.metric.TopologyMetric;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the planner does about a record: pure functions of the job's state, the record and the time.
 *
 * <p>Repeats change nothing. A command that comes before the ledger has answered takes effect at once, after a {@code planned} event that names
 * no duplicate, since {@code planned} is always a job's first.
 */
final class JobDecisions {
    /** More early commands than this are repeats, or of strangers. */
    static final int MAX_EARLY_COMMANDS = 8;

    private static final int FIRST_RUN = 0;

    private JobDecisions() {}

    static PlannerDecision onSubmitted(@Nullable JobState state, JobSubmitted submitted, Instant now) {
        return switch (state) {
            case null -> plan(submitted, now);
            case JobState.Unsubmitted early -> {
                PlannerDecision decision = plan(submitted, now);
                for (JobCommand command : early.commands()) {
                    decision = followedBy(decision, onCommand(decision.state(), command, now));
                }
                yield decision;
            }
            case JobState.Planned planned -> PlannerDecision.unchanged(planned, TopologyMetric.SUBMISSIONS_REPEATED);
            case JobState.Erased erased -> PlannerDecision.unchanged(erased, TopologyMetric.SUBMISSIONS_REPEATED);
        };
    }

    static PlannerDecision onCommand(@Nullable JobState state, JobCommand command, Instant now) {
        return switch (state) {
            case null -> new PlannerDecision(new JobState.Unsubmitted(List.of(command)), List.of());
            case JobState.Unsubmitted early -> remember(early, command);
            case JobState.Planned planned
            when !planned.submitted().tenant().equals(command.tenant()) ->
                PlannerDecision.unchanged(planned, TopologyMetric.COMMANDS_IGNORED);
            case JobState.Planned planned -> obey(planned, command, now);
            case JobState.Erased erased -> PlannerDecision.unchanged(erased);
        };
    }

    static PlannerDecision onAnswered(@Nullable JobState state, WorkAnswered answered, Instant now) {
        if (state instanceof JobState.Planned planned) {
            return planned.run(answered.runId())
                    .map(run -> RunDecisions.onAnswered(planned, run, answered, now))
                    .orElseGet(() -> PlannerDecision.unchanged(state, TopologyMetric.ANSWERS_IGNORED));
        }
        return PlannerDecision.unchanged(state, TopologyMetric.ANSWERS_IGNORED);
    }

    private static PlannerDecision plan(JobSubmitted submitted, Instant now) {
        String originalId =
                WorkSpec.originalId(submitted.dedupScope(), submitted.content().sha256());
        RunState run = JobPlan.of(submitted, FIRST_RUN);
        JobTurn turn = new JobTurn(new JobState.Planned(submitted, originalId, 0, List.of(run)), run, now);
        turn.holdOriginal();
        return turn.decision();
    }

    private static PlannerDecision remember(JobState.Unsubmitted early, JobCommand command) {
        boolean repeated = early.commands().stream()
                .anyMatch(known ->
                        known.getClass() == command.getClass() && known.tenant().equals(command.tenant()));
        if (repeated || early.commands().size() >= MAX_EARLY_COMMANDS) {
            return PlannerDecision.unchanged(early);
        }
        List<JobCommand> commands = new ArrayList<>(early.commands());
        commands.add(command);
        return new PlannerDecision(new JobState.Unsubmitted(commands), List.of());
    }

    private static PlannerDecision obey(JobState.Planned planned, JobCommand command, Instant now) {
        RunState first = planned.run(FIRST_RUN).orElseThrow();
        JobTurn turn = new JobTurn(planned, first, now);
        return switch (command) {
            case JobCommand.Cancel ignored when !first.unfinished() -> PlannerDecision.unchanged(planned);
            case JobCommand.Cancel ignored -> {
                planUnanswered(turn);
                turn.fail(null, FailureCode.CANCELLED.because("The job was cancelled before it was finished."));
                yield turn.decision();
            }
            case JobCommand.Erase ignored -> {
                planUnanswered(turn);
                turn.erase();
                yield turn.erased();
            }
        };
    }

    private static void planUnanswered(JobTurn turn) {
        if (turn.run().phase() == RunState.Phase.HOLDING) {
            turn.planned(null);
        }
    }

    private static PlannerDecision followedBy(PlannerDecision first, PlannerDecision second) {
        List<PlannerEffect> effects = new ArrayList<>(first.effects());
        effects.addAll(second.effects());
        return new PlannerDecision(second.state(), effects);
    }
}
