package io.melolog.ingest.view;

import io.melolog.ingest.problem.ProblemCode;
import io.melolog.ingest.problem.ProblemException;
import io.melolog.ingest.view.ViewedJob.Present;
import io.melolog.schemas.topic.Topics;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Finds jobs, and never denies one that some replica has accepted: an id that the view does not know is looked for again once the view has read
 * everything that was in the log when the question came. Thread-safe.
 */
public final class JobLookup {
    private static final Duration MAX_WAIT = Duration.ofSeconds(2);
    private static final int MAX_WAITING = 64;
    private static final int RETRY_AFTER_SECONDS = 1;

    private final ViewStore store;
    private final JobView view;
    private final Admin admin;
    private final Semaphore waiting = new Semaphore(MAX_WAITING);
    private final Set<String> erasedHere = ConcurrentHashMap.newKeySet();

    public JobLookup(ViewStore store, JobView view, Admin admin) {
        this.store = store;
        this.view = view;
        this.admin = admin;
    }

    /**
     * The tenant's job.
     *
     * @throws ProblemException {@code job_not_found} when there is none; {@code view_behind} when that cannot be told in time
     */
    public Present find(String tenant, String jobId) {
        if (!JobIds.isJobId(jobId)) {
            throw notFound();
        }
        Optional<ViewedJob> known = store.get(jobId);
        if (known.isEmpty()) {
            awaitWhatIsInTheLog(jobId);
            known = store.get(jobId);
        }
        return known.filter(job -> job.tenant().equals(tenant))
                .filter(job -> !erasedHere.contains(jobId))
                .filter(Present.class::isInstance)
                .map(Present.class::cast)
                .orElseThrow(JobLookup::notFound);
    }

    /** The job as this replica knows it at the moment, whoever's it is. */
    public Optional<ViewedJob> known(String jobId) {
        return store.get(jobId);
    }

    /** Whether the view shows the job as erased by now. */
    public boolean isErased(String jobId) {
        return store.get(jobId).filter(ViewedJob.Erased.class::isInstance).isPresent();
    }

    /** From now on this replica denies the job, whether or not the view shows it as erased yet. */
    public void denyErased(String jobId) {
        erasedHere.add(jobId);
    }

    /** Whether this replica has promised that the job is gone. */
    public boolean isDenied(String jobId) {
        return erasedHere.contains(jobId);
    }

    private void awaitWhatIsInTheLog(String jobId) {
        if (!waiting.tryAcquire()) {
            throw behind(null);
        }
        try {
            int partition = view.submissionPartition(jobId).orElseThrow(() -> behind(null));
            long deadlineNanos = System.nanoTime() + MAX_WAIT.toNanos();
            long end = endOffset(partition);
            if (!view.awaitSubmissions(partition, end, Duration.ofNanos(deadlineNanos - System.nanoTime()))) {
                throw behind(null);
            }
        } finally {
            waiting.release();
        }
    }

    private long endOffset(int partition) {
        TopicPartition submissions = new TopicPartition(Topics.JOB_SUBMITTED.name(), partition);
        try {
            return admin.listOffsets(Map.of(submissions, OffsetSpec.latest()))
                    .partitionResult(submissions)
                    .get(MAX_WAIT.toMillis(), TimeUnit.MILLISECONDS)
                    .offset();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw behind(e);
        } catch (ExecutionException | TimeoutException e) {
            throw behind(e);
        }
    }

    private static ProblemException notFound() {
        return ProblemException.of(ProblemCode.JOB_NOT_FOUND, "There is no job with this id.");
    }

    private static ProblemException behind(@Nullable Exception cause) {
        return ProblemException.passing(
                ProblemCode.VIEW_BEHIND,
                "Whether this job exists cannot be told at the moment. Try again.",
                RETRY_AFTER_SECONDS,
                cause);
    }
}
