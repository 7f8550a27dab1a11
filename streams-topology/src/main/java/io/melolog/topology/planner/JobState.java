package io.melolog.topology.planner;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import io.melolog.schemas.job.JobCommand;
import io.melolog.schemas.job.JobSubmitted;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the planner remembers of a job. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
sealed interface JobState {

    /** Commands that overtook the submission (other topic, other order); bounded by {@link JobDecisions#MAX_EARLY_COMMANDS}. */
    @JsonTypeName("unsubmitted")
    record Unsubmitted(List<JobCommand> commands) implements JobState {
        public Unsubmitted {
            commands = List.copyOf(commands);
        }
    }

    /**
     * A job with its plan.
     *
     * @param originalId the ledger's id of the upload
     * @param sequence of the last event written, over all runs; 0 before the first
     * @param runs run 0 is the submission; replays come after it
     */
    @JsonTypeName("planned")
    record Planned(JobSubmitted submitted, String originalId, long sequence, List<RunState> runs) implements JobState {
        public Planned {
            runs = List.copyOf(runs);
        }

        Optional<RunState> run(int runId) {
            return runs.stream().filter(run -> run.runId() == runId).findFirst();
        }

        Planned with(RunState changed, long newSequence) {
            List<RunState> all = new ArrayList<>(runs);
            all.replaceAll(run -> run.runId() == changed.runId() ? changed : run);
            return new Planned(submitted, originalId, newSequence, all);
        }
    }

    /** All that stays of an erased job: it keeps repeats from bringing the job back. */
    @JsonTypeName("erased")
    record Erased(String tenant, long sequence) implements JobState {}
}
