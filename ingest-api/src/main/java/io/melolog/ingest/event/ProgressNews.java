package io.melolog.ingest.event;

import io.melolog.ingest.job.JobDocuments;
import io.melolog.ingest.view.Signals.Watch;
import io.melolog.ingest.view.ViewedJob;
import io.melolog.ingest.view.ViewedJob.Present;
import io.melolog.schemas.job.JobStatus.StageStatus;
import io.melolog.schemas.job.JobStatus.State;
import io.melolog.schemas.stage.Stage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What is new in the progress of one job's running stages. Used by one thread. */
final class ProgressNews {
    private final JobDocuments documents;
    private final Watch watch;
    private final Map<String, Double> told = new HashMap<>();

    /**
     * What a stream says of a stage that runs.
     *
     * @param fraction of the stage's work, 0..1
     * @param progress of the whole job, 0..1
     */
    record Progress(String type, String jobId, Stage stage, String workId, double fraction, double progress) {}

    /** @param watch is made to watch the work of running stages */
    ProgressNews(JobDocuments documents, Watch watch) {
        this.documents = documents;
        this.watch = watch;
    }

    /** What was not told before. */
    List<Progress> of(Present job) {
        List<Progress> news = new ArrayList<>();
        if (job instanceof ViewedJob.Known known && known.state() == State.PROCESSING) {
            for (StageStatus stage : known.status().stages()) {
                if (stage.status() == State.PROCESSING) {
                    watch.also(stage.workId());
                    double fraction = documents.fraction(stage.workId());
                    Double before = told.put(stage.workId(), fraction);
                    if (fraction > 0 && (before == null || before != fraction)) {
                        news.add(new Progress(
                                "progress",
                                job.jobId(),
                                stage.stage(),
                                stage.workId(),
                                fraction,
                                documents.progress(known)));
                    }
                }
            }
        }
        return news;
    }
}
