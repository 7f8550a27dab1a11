package io.melolog.ingest.queue;

import io.melolog.ingest.metric.IngestMetric;
import io.melolog.ingest.view.ViewListener;
import io.melolog.ingest.view.ViewedJob;
import io.melolog.schemas.job.JobStatus;
import io.melolog.schemas.job.JobStatus.StageStatus;
import io.melolog.schemas.job.JobStatus.State;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** How long jobs took of late, from what their stages measured; work that was reused took no time and does not count. Thread-safe. */
public final class JobPace implements ViewListener {
    private static final int REMEMBERED = 50;

    private final Deque<Double> secondsOfJobs = new ArrayDeque<>();
    private final MeterRegistry meters;

    public JobPace(MeterRegistry meters) {
        this.meters = meters;
    }

    @Override
    public void changed(@Nullable ViewedJob before, ViewedJob after, boolean live) {
        boolean endsNow = after instanceof ViewedJob.Present job
                && job.state().isFinal()
                && !(before instanceof ViewedJob.Present earlier
                        && earlier.state().isFinal());
        if (!endsNow || !(after instanceof ViewedJob.Known known)) {
            return;
        }
        if (live) {
            String status = known.state().name().toLowerCase(Locale.ROOT);
            IngestMetric.JOBS_FINISHED.counter(meters, status).increment();
        }
        if (known.state() == State.COMPLETED) {
            remember(computedSeconds(known.status()));
        }
    }

    private synchronized void remember(double seconds) {
        if (seconds > 0) {
            secondsOfJobs.addLast(seconds);
            if (secondsOfJobs.size() > REMEMBERED) {
                secondsOfJobs.removeFirst();
            }
        }
    }

    private static double computedSeconds(JobStatus.Known status) {
        double sum = 0;
        for (StageStatus stage : status.stages()) {
            Double seconds = stage.seconds();
            if (seconds != null && Boolean.FALSE.equals(stage.reused())) {
                sum += seconds;
            }
        }
        return sum;
    }

    /**
     * The expected wait of the job at {@code position}, in seconds: so many jobs of average length, shared among as many as run now. Empty
     * while nothing was measured.
     */
    public synchronized OptionalDouble waitSeconds(int position, int parallelJobs) {
        OptionalDouble mean =
                secondsOfJobs.stream().mapToDouble(Double::doubleValue).average();
        return mean.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(mean.getAsDouble() * position / Math.max(1, parallelJobs));
    }
}
