package io.melolog.ingest.queue;

import io.melolog.ingest.metric.IngestMetric;
import io.melolog.ingest.view.ViewListener;
import io.melolog.ingest.view.ViewedJob;
import io.melolog.schemas.job.JobStatus.State;
import io.melolog.schemas.work.Lane;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Jobs that no worker has begun, in the order in which they came, per lane; and those that run. Positions are read from a sorted copy that is
 * made anew when something changed, so that a thousand pollers of a long queue cost one pass over it. Thread-safe.
 */
public final class WaitingJobs implements ViewListener {
    private final Map<Lane, LaneQueue> lanes = Map.of(Lane.INTERACTIVE, new LaneQueue(), Lane.BULK, new LaneQueue());
    private final Set<String> processing = ConcurrentHashMap.newKeySet();

    public WaitingJobs(MeterRegistry meters) {
        IngestMetric.JOBS.gauge(meters, "waiting", () -> lanes.values().stream()
                .mapToInt(LaneQueue::size)
                .sum());
        IngestMetric.JOBS.gauge(meters, "processing", processing::size);
    }

    @Override
    public void changed(@Nullable ViewedJob before, ViewedJob after, boolean live) {
        if (before instanceof ViewedJob.Present job && job.state() == State.WAITING) {
            queue(job.lane()).remove(job.jobId());
        }
        processing.remove(after.jobId());
        if (after instanceof ViewedJob.Present job) {
            switch (job.state()) {
                case WAITING -> queue(job.lane()).add(job.jobId());
                case PROCESSING -> processing.add(job.jobId());
                case COMPLETED, FAILED -> {}
            }
        }
    }

    /** The place of a waiting job: 1 for the next. A job that the view does not show yet has the place that it will have. */
    public int position(Lane lane, String jobId) {
        return queue(lane).position(jobId);
    }

    /** How many jobs run at the moment. */
    public int processingCount() {
        return processing.size();
    }

    private LaneQueue queue(Lane lane) {
        return Objects.requireNonNull(lanes.get(lane), "every lane has a queue");
    }

    private static final class LaneQueue {
        private final TreeSet<String> jobIds = new TreeSet<>();
        private String @Nullable [] sorted;

        synchronized void add(String jobId) {
            jobIds.add(jobId);
            sorted = null;
        }

        synchronized void remove(String jobId) {
            jobIds.remove(jobId);
            sorted = null;
        }

        int size() {
            return sorted().length;
        }

        int position(String jobId) {
            int index = Arrays.binarySearch(sorted(), jobId);
            return index < 0 ? -index : index + 1;
        }

        private synchronized String[] sorted() {
            String[] now = sorted;
            if (now == null) {
                now = jobIds.toArray(String[]::new);
                sorted = now;
            }
            return now;
        }
    }
}
