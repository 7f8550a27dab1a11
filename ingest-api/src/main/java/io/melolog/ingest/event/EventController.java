package io.melolog.ingest.event;

import io.melolog.ingest.event.EventWriter.SlowClientException;
import io.melolog.ingest.job.JobDocuments;
import io.melolog.ingest.metric.IngestMetric;
import io.melolog.ingest.problem.ProblemCode;
import io.melolog.ingest.problem.ProblemException;
import io.melolog.ingest.tenant.Caller;
import io.melolog.ingest.tenant.Needs;
import io.melolog.ingest.view.JobLookup;
import io.melolog.ingest.view.Signals;
import io.melolog.ingest.view.ViewStore;
import io.melolog.ingest.view.ViewedJob.Present;
import io.melolog.schemas.access.Scope;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** The events of a job over HTTP, on the request's own virtual thread. */
@RestController
public final class EventController {
    private static final Logger LOG = LoggerFactory.getLogger(EventController.class);
    private static final Pattern SEQUENCE = Pattern.compile("\\d{1,18}");
    private static final int RETRY_AFTER_SECONDS = 5;

    private final JobLookup lookup;
    private final ViewStore store;
    private final JobDocuments documents;
    private final Signals signals;
    private final EventProperties properties;
    private final MeterRegistry meters;
    private final Semaphore free;

    public EventController(
            JobLookup lookup,
            ViewStore store,
            JobDocuments documents,
            Signals signals,
            EventProperties properties,
            MeterRegistry meters) {
        this.lookup = lookup;
        this.store = store;
        this.documents = documents;
        this.signals = signals;
        this.properties = properties;
        this.meters = meters;
        this.free = new Semaphore(properties.maxStreams());
        IngestMetric.EVENT_STREAMS.gauge(meters, () -> properties.maxStreams() - free.availablePermits());
    }

    @Needs(Scope.READ)
    @GetMapping("/v1/jobs/{id}/events")
    void events(
            Caller caller,
            @PathVariable String id,
            @RequestHeader(name = "Last-Event-ID", required = false) @Nullable String lastEventId,
            HttpServletRequest request,
            HttpServletResponse response) {
        Present job = lookup.find(caller.tenant(), id);
        long last = sequence(lastEventId);
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        if (EventStream.isOver(job, last)) {
            response.setStatus(HttpServletResponse.SC_NO_CONTENT);
            return;
        }
        response.setContentType("text/event-stream;charset=UTF-8");
        response.setHeader("X-Accel-Buffering", "no");
        if (request.getMethod().equals("HEAD")) {
            return;
        }
        if (!free.tryAcquire()) {
            throw ProblemException.passing(
                    ProblemCode.TOO_MANY_STREAMS,
                    "Too many event streams are open. Try again, or poll the job.",
                    RETRY_AFTER_SECONDS,
                    null);
        }
        try {
            stream(id, last, response);
        } finally {
            free.release();
        }
    }

    private void stream(String jobId, long last, HttpServletResponse response) {
        String reason = "gone";
        try {
            EventWriter writer = new EventWriter(response.getOutputStream(), properties.maxWrite());
            EventStream stream = new EventStream(jobId, last, store, lookup, documents, signals, properties, writer);
            reason = stream.run().name().toLowerCase(Locale.ROOT);
        } catch (SlowClientException e) {
            reason = "slow";
        } catch (IOException e) {
            LOG.atDebug().addKeyValue("jobId", jobId).setCause(e).log("the client left its events");
        } finally {
            IngestMetric.EVENT_STREAMS_ENDED.counter(meters, reason).increment();
        }
    }

    /** The sequence that {@code Last-Event-ID} names; 0 when there is none: everything is sent. */
    private static long sequence(@Nullable String lastEventId) {
        if (lastEventId == null || lastEventId.isEmpty()) {
            return 0;
        }
        if (!SEQUENCE.matcher(lastEventId).matches()) {
            throw ProblemException.of(
                    ProblemCode.INVALID_PARAMETER, "Last-Event-ID is the id of an event of this stream.");
        }
        return Long.parseLong(lastEventId);
    }
}
