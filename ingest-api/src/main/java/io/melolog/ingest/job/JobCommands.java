package io.melolog.ingest.job;

import io.melolog.ingest.log.EventLog;
import io.melolog.ingest.view.JobLookup;
import io.melolog.ingest.view.ViewedJob.Present;
import io.melolog.schemas.job.JobCommand;
import io.melolog.schemas.topic.Topics;
import java.time.Clock;
import java.time.Duration;

/** What an owner asks of a job: said in the log, then answered. Thread-safe. */
public final class JobCommands {
    private static final Duration ERASE_WAIT = Duration.ofSeconds(3);
    private static final Duration ERASE_POLL = Duration.ofMillis(25);

    private final EventLog log;
    private final JobLookup lookup;
    private final StoredJson stored;
    private final Clock clock;

    public JobCommands(EventLog log, JobLookup lookup, StoredJson stored, Clock clock) {
        this.log = log;
        this.lookup = lookup;
        this.stored = stored;
        this.clock = clock;
    }

    /** Asks for the end of a job; one that has ended stays as it is. */
    void cancel(Present job, String traceParent) {
        if (!job.state().isFinal()) {
            log.append(
                    Topics.JOB_COMMAND, new JobCommand.Cancel(job.jobId(), job.tenant(), clock.instant()), traceParent);
        }
    }

    /** Erases a job; when this returns, this replica denies it. */
    void erase(Present job, String traceParent) {
        log.append(Topics.JOB_COMMAND, new JobCommand.Erase(job.jobId(), job.tenant(), clock.instant()), traceParent);
        if (!awaitErased(job.jobId())) {
            lookup.denyErased(job.jobId());
        }
        stored.forget(job.jobId());
    }

    private boolean awaitErased(String jobId) {
        long deadlineNanos = System.nanoTime() + ERASE_WAIT.toNanos();
        while (!lookup.isErased(jobId)) {
            if (System.nanoTime() > deadlineNanos) {
                return false;
            }
            try {
                Thread.sleep(ERASE_POLL);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }
}
