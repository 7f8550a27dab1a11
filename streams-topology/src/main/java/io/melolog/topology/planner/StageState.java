package io.melolog.topology.planner;

import io.melolog.schemas.job.PlannedStage;
import io.melolog.schemas.work.InputObject;
import io.melolog.schemas.work.WorkSpec;
import java.util.List;

/**
 * One stage of a run.
 *
 * @param attemptSeen the newest attempt that was told of, 0 before the first
 * @param outputs artifacts by name, once finished
 */
record StageState(String workId, WorkSpec spec, Phase phase, int attemptSeen, List<InputObject> outputs) {
    /** Where a stage is. */
    enum Phase {
        /** Inputs are missing. */
        BLOCKED,
        ASKED,
        FINISHED
    }

    StageState {
        outputs = List.copyOf(outputs);
    }

    static StageState blocked(WorkSpec spec) {
        return new StageState(spec.workId(), spec, Phase.BLOCKED, 0, List.of());
    }

    StageState asked() {
        return new StageState(workId, spec, Phase.ASKED, attemptSeen, outputs);
    }

    StageState started(int attempt) {
        return new StageState(workId, spec, phase, attempt, outputs);
    }

    StageState finished(List<InputObject> artifacts) {
        return new StageState(workId, spec, Phase.FINISHED, attemptSeen, artifacts);
    }

    PlannedStage planned() {
        return new PlannedStage(spec.stage(), workId, spec.model());
    }
}
