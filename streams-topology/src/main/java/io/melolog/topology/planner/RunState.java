package io.melolog.topology.planner;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One run of a job's plan. */
record RunState(int runId, Phase phase, List<StageState> stages) {
    /** Where a run is. */
    enum Phase {
        /** The ledger was asked to hold the upload. */
        HOLDING,
        RUNNING,
        COMPLETED,
        FAILED
    }

    RunState {
        stages = List.copyOf(stages);
    }

    Optional<StageState> stageOf(String workId) {
        return stages.stream().filter(stage -> stage.workId().equals(workId)).findFirst();
    }

    boolean unfinished() {
        return phase == Phase.HOLDING || phase == Phase.RUNNING;
    }

    boolean allFinished() {
        return stages.stream().allMatch(stage -> stage.phase() == StageState.Phase.FINISHED);
    }

    RunState to(Phase newPhase) {
        return new RunState(runId, newPhase, stages);
    }

    RunState with(StageState changed) {
        List<StageState> all = new ArrayList<>(stages);
        all.replaceAll(stage -> stage.workId().equals(changed.workId()) ? changed : stage);
        return new RunState(runId, phase, all);
    }
}
