package io.melolog.ingest.upload;

import io.melolog.ingest.form.MeasuredStream;
import io.melolog.ingest.form.MultipartForm;
import io.melolog.ingest.job.JobDocument;
import io.melolog.ingest.log.TraceParent;
import io.melolog.ingest.metric.IngestMetric;
import io.melolog.ingest.problem.ProblemCode;
import io.melolog.ingest.problem.ProblemException;
import io.melolog.ingest.tenant.Caller;
import io.melolog.ingest.tenant.Needs;
import io.melolog.schemas.access.Scope;
import io.melolog.schemas.event.EventHeaders;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** Submissions over HTTP: a multipart form, read as it arrives. */
@RestController
public final class UploadController {
    private static final long FORM_OVERHEAD_BYTES = 1024 * 1024;
    private static final String RETRY_SECONDS = "1";

    private final Submissions submissions;
    private final UploadProperties properties;
    private final UploadSlots slots;
    private final MeterRegistry meters;

    public UploadController(Submissions submissions, UploadProperties properties, MeterRegistry meters) {
        this.submissions = submissions;
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
        Timer.Sample began = Timer.start(meters);
        String outcome = ProblemCode.INTERNAL_ERROR.code();
        try {
            JobDocument job = accept(caller, request, TraceParent.continuing(traceParent));
            outcome = "accepted";
            IngestMetric.UPLOAD_BYTES.bytes(meters).record(job.content().bytes());
            return answer(job);
        } catch (ProblemException e) {
            outcome = e.code().code();
            throw e;
        } finally {
            IngestMetric.UPLOADS.counter(meters, outcome).increment();
            began.stop(IngestMetric.UPLOAD_DURATION.timer(meters, outcome));
        }
    }

    private JobDocument accept(Caller caller, HttpServletRequest request, String traceParent) {
        MultipartForm.require(request, "Send the recording as multipart/form-data.");
        if (request.getContentLengthLong() > properties.maxBytes() + FORM_OVERHEAD_BYTES) {
            throw MeasuredStream.tooLarge(properties.maxBytes());
        }
        slots.acquire();
        try {
            return submissions.accept(caller, request, traceParent);
        } finally {
            slots.release();
        }
    }

    private static ResponseEntity<JobDocument> answer(JobDocument job) {
        return ResponseEntity.status(HttpStatus.ACCEPTED)
                .location(URI.create("/v1/jobs/" + job.id()))
                .cacheControl(CacheControl.noStore())
                .header(HttpHeaders.RETRY_AFTER, RETRY_SECONDS)
                .body(job);
    }
}
