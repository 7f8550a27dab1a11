package io.melolog.ingest.upload;

import io.melolog.ingest.form.MeasuredStream;
import io.melolog.ingest.form.MultipartForm;
import io.melolog.ingest.idempotency.IdempotencyKey;
import io.melolog.ingest.job.JobAnswers;
import io.melolog.ingest.job.JobDocument;
import io.melolog.ingest.job.JobDocuments;
import io.melolog.ingest.job.JobWaits;
import io.melolog.ingest.job.WaitWish;
import io.melolog.ingest.log.TraceParent;
import io.melolog.ingest.metric.IngestMetric;
import io.melolog.ingest.problem.ProblemCode;
import io.melolog.ingest.problem.ProblemException;
import io.melolog.ingest.tenant.Caller;
import io.melolog.ingest.tenant.Needs;
import io.melolog.ingest.upload.Submissions.Accepted;
import io.melolog.ingest.view.ViewedJob.Present;
import io.melolog.schemas.access.Scope;
import io.melolog.schemas.event.EventHeaders;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** Submissions over HTTP: a multipart form, read as it arrives. */
@RestController
public final class UploadController {
    private static final long FORM_OVERHEAD_BYTES = 1024 * 1024;
    private static final String PREFER = "Prefer";
    private static final String PREFERENCE_APPLIED = "Preference-Applied";
    private static final String REPLAYED = "Idempotency-Replayed";

    private final Submissions submissions;
    private final JobWaits waits;
    private final JobDocuments documents;
    private final UploadProperties properties;
    private final UploadSlots slots;
    private final MeterRegistry meters;

    public UploadController(
            Submissions submissions,
            JobWaits waits,
            JobDocuments documents,
            UploadProperties properties,
            MeterRegistry meters) {
        this.submissions = submissions;
        this.waits = waits;
        this.documents = documents;
        this.properties = properties;
        this.slots = new UploadSlots(properties, meters);
        this.meters = meters;
    }

    @Needs(Scope.SUBMIT)
    @PostMapping("/v1/jobs")
    ResponseEntity<JobDocument> submit(
            Caller caller,
            HttpServletRequest request,
            @RequestHeader(name = EventHeaders.TRACE_PARENT, required = false) @Nullable String traceParent) {
        Accepted accepted = measured(caller, request, TraceParent.continuing(traceParent));
        Optional<Duration> wait =
                WaitWish.preferred(Collections.list(request.getHeaders(PREFER))).filter(wish -> waits.hasRoom());
        Optional<Present> job = wait.flatMap(wish -> awaitEnd(caller, accepted, wish));
        ResponseEntity.BodyBuilder answer = job.map(found -> JobAnswers.of(HttpStatus.ACCEPTED, found))
                .orElseGet(JobAnswers::accepted)
                .location(URI.create("/v1/jobs/" + accepted.job().id()));
        if (accepted.replayed()) {
            answer.header(REPLAYED, "true");
        }
        wait.ifPresent(wish ->
                answer.header(PREFERENCE_APPLIED, "wait=" + waits.allowed(wish).toSeconds()));
        return answer.body(job.map(found -> documents.of(found, true)).orElseGet(accepted::job));
    }

    /** The job at its end, or as it is when the wait is over; empty when that cannot be told, which takes back no acceptance. */
    private Optional<Present> awaitEnd(Caller caller, Accepted accepted, Duration wait) {
        try {
            return Optional.of(waits.await(caller.tenant(), accepted.job().id(), wait, job -> job.state()
                    .isFinal()));
        } catch (ProblemException e) {
            return Optional.empty();
        }
    }

    private Accepted measured(Caller caller, HttpServletRequest request, String traceParent) {
        Timer.Sample began = Timer.start(meters);
        String outcome = ProblemCode.INTERNAL_ERROR.code();
        try {
            Accepted accepted = accept(caller, request, traceParent);
            outcome = accepted.replayed() ? "replayed" : "accepted";
            IngestMetric.UPLOAD_BYTES
                    .bytes(meters)
                    .record(accepted.job().content().bytes());
            return accepted;
        } catch (ProblemException e) {
            outcome = e.code().code();
            throw e;
        } finally {
            IngestMetric.UPLOADS.counter(meters, outcome).increment();
            began.stop(IngestMetric.UPLOAD_DURATION.timer(meters, outcome));
        }
    }

    private Accepted accept(Caller caller, HttpServletRequest request, String traceParent) {
        IdempotencyKey key = IdempotencyKey.parse(Collections.list(request.getHeaders(IdempotencyKey.HEADER)))
                .orElse(null);
        MultipartForm.require(request, "Send the recording as multipart/form-data.");
        if (request.getContentLengthLong() > properties.maxBytes() + FORM_OVERHEAD_BYTES) {
            throw MeasuredStream.tooLarge(properties.maxBytes());
        }
        slots.acquire();
        try {
            return submissions.accept(caller, key, request, traceParent);
        } finally {
            slots.release();
        }
    }
}
