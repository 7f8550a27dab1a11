package io.melolog.ingest.upload;

import io.melolog.ingest.job.JobDocument;
import io.melolog.ingest.job.JobDocuments;
import io.melolog.ingest.job.StoredJson;
import io.melolog.ingest.log.EventLog;
import io.melolog.ingest.problem.ProblemCode;
import io.melolog.ingest.problem.ProblemException;
import io.melolog.ingest.storage.ObjectStorage;
import io.melolog.ingest.view.JobLookup;
import io.melolog.ingest.view.ViewedJob;
import io.melolog.ingest.view.ViewedJob.Present;
import io.melolog.schemas.event.EventJson;
import io.melolog.schemas.job.JobSubmitted;
import io.melolog.schemas.job.SubmissionDetails;
import io.melolog.schemas.storage.ObjectKeys;
import io.melolog.schemas.topic.Topics;
import java.util.Optional;

/** Writes submissions down: the file's name beside the job, then the event. Thread-safe. */
public final class SubmissionRecords {
    private static final String JSON = "application/json";

    private final ObjectStorage storage;
    private final Originals originals;
    private final EventLog log;
    private final JobLookup lookup;
    private final StoredJson stored;
    private final JobDocuments documents;

    public SubmissionRecords(
            ObjectStorage storage,
            Originals originals,
            EventLog log,
            JobLookup lookup,
            StoredJson stored,
            JobDocuments documents) {
        this.storage = storage;
        this.originals = originals;
        this.log = log;
        this.lookup = lookup;
        this.stored = stored;
        this.documents = documents;
    }

    /** Writes a submission that nobody has written before. */
    JobDocument write(JobSubmitted submission, String fileName, String traceParent) {
        name(submission, fileName);
        append(submission, traceParent);
        return documents.accepted(submission, fileName);
    }

    /**
     * Writes a submission that somebody may have begun to write: what is missing of it. The planner drops an event that comes twice.
     *
     * @throws ProblemException {@code job_erased}
     */
    JobDocument writeAgain(JobSubmitted submission, String fileName, String traceParent) {
        Optional<ViewedJob> known = lookup.known(submission.jobId());
        if (lookup.isDenied(submission.jobId()) || known.orElse(null) instanceof ViewedJob.Erased) {
            throw ProblemException.of(
                    ProblemCode.JOB_ERASED,
                    "The job that this Idempotency-Key stands for was erased. Take a new key to submit the file anew.");
        }
        if (stored.details(submission.jobId()).isEmpty()) {
            name(submission, fileName);
        }
        if (known.orElse(null) instanceof Present job) {
            return documents.of(job, true);
        }
        append(submission, traceParent);
        String firstName = stored.details(submission.jobId())
                .map(SubmissionDetails::fileName)
                .orElse(fileName);
        return documents.accepted(submission, firstName);
    }

    private void name(JobSubmitted submission, String fileName) {
        String key = ObjectKeys.submissionDetails(submission.jobId());
        storage.put(key, EventJson.write(new SubmissionDetails(fileName)), JSON);
    }

    private void append(JobSubmitted submission, String traceParent) {
        try {
            log.append(Topics.JOB_SUBMITTED, submission, traceParent);
        } catch (ProblemException e) {
            originals.discard(ObjectKeys.submissionDetails(submission.jobId()));
            stored.forget(submission.jobId());
            throw e;
        }
    }
}
