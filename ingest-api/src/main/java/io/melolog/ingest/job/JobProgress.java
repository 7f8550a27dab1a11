package io.melolog.ingest.job;

import io.melolog.schemas.job.JobStatus.StageStatus;
import io.melolog.schemas.job.JobStatus.State;
import io.melolog.schemas.stage.Stage;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** How much of a job is done. Weights are fixed, so that progress never runs backwards because another job was measured. */
final class JobProgress {
    private JobProgress() {}

    /**
     * The weighted mean over the stages, 0..1.
     *
     * @param fractionOfWork what workers reported of running work, 0..1, by work id
     */
    static double of(State state, List<StageStatus> stages, ToDoubleFunction<String> fractionOfWork) {
        if (state == State.COMPLETED) {
            return 1;
        }
        double done = 0;
        double all = 0;
        for (StageStatus stage : stages) {
            double weight = weight(stage.stage());
            all += weight;
            done += weight * fraction(stage, fractionOfWork);
        }
        return all == 0 ? 0 : Math.clamp(done / all, 0.0, 1.0);
    }

    private static double fraction(StageStatus stage, ToDoubleFunction<String> fractionOfWork) {
        return switch (stage.status()) {
            case COMPLETED -> 1;
            case PROCESSING -> fractionOfWork.applyAsDouble(stage.workId());
            case WAITING, FAILED -> 0;
        };
    }

    /** About what the stages cost relative to each other. */
    private static double weight(Stage stage) {
        return switch (stage) {
            case SEPARATION -> 7;
            case PITCH -> 2;
            case WAVEFORM -> 1;
        };
    }
}
