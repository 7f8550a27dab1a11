package io.melolog.ingest.job;

import io.melolog.ingest.view.ViewedJob.Present;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;

/** The headers that go with a job document. */
public final class JobAnswers {
    private static final String RETRY_SECONDS = "1";

    private JobAnswers() {}

    /** Of a job that has just been accepted. */
    public static ResponseEntity.BodyBuilder accepted() {
        return answer(HttpStatus.ACCEPTED, JobTag.ofAccepted(), false);
    }

    /** Of a job as the view has it. */
    public static ResponseEntity.BodyBuilder of(HttpStatus status, Present job) {
        return answer(status, JobTag.of(job), job.state().isFinal());
    }

    /**
     * What has ended may be kept and asked for again by its tag. What moves must not be: a browser would take a 304 for its cached copy, and show
     * old progress.
     */
    private static ResponseEntity.BodyBuilder answer(HttpStatus status, String tag, boolean ended) {
        ResponseEntity.BodyBuilder answer = ResponseEntity.status(status).header(HttpHeaders.ETAG, tag);
        return ended
                ? answer.cacheControl(CacheControl.noCache().cachePrivate())
                : answer.cacheControl(CacheControl.noStore()).header(HttpHeaders.RETRY_AFTER, RETRY_SECONDS);
    }
}
