package io.melolog.ingest.job;

import io.melolog.ingest.job.JobDocument.Page;
import io.melolog.ingest.log.TraceParent;
import io.melolog.ingest.tenant.Caller;
import io.melolog.ingest.tenant.Needs;
import io.melolog.ingest.view.JobLookup;
import io.melolog.ingest.view.ViewStore;
import io.melolog.ingest.view.ViewedJob.Present;
import io.melolog.schemas.access.Scope;
import io.melolog.schemas.event.EventHeaders;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Jobs over HTTP: read, list, cancel, erase. */
@RestController
public final class JobController {
    private final JobLookup lookup;
    private final ViewStore store;
    private final JobDocuments documents;
    private final JobCommands commands;
    private final JobWaits waits;

    public JobController(
            JobLookup lookup, ViewStore store, JobDocuments documents, JobCommands commands, JobWaits waits) {
        this.lookup = lookup;
        this.store = store;
        this.documents = documents;
        this.commands = commands;
        this.waits = waits;
    }

    @Needs(Scope.READ)
    @GetMapping("/v1/jobs/{id}")
    ResponseEntity<JobDocument> read(
            Caller caller,
            @PathVariable String id,
            @RequestParam @Nullable String wait,
            @RequestHeader(name = HttpHeaders.IF_NONE_MATCH, required = false) @Nullable String known) {
        Present job = waits.await(caller.tenant(), id, WaitWish.asked(wait), now -> isWorthAnAnswer(now, known));
        if (JobTag.isNamedBy(known, JobTag.of(job))) {
            return JobAnswers.of(HttpStatus.NOT_MODIFIED, job).build();
        }
        return answer(HttpStatus.OK, job, documents.of(job, true));
    }

    /** Who says what he has waits for something else; who says nothing, for the end. */
    private static boolean isWorthAnAnswer(Present job, @Nullable String known) {
        return job.state().isFinal() || known != null && !JobTag.isNamedBy(known, JobTag.of(job));
    }

    @Needs(Scope.READ)
    @GetMapping("/v1/jobs")
    ResponseEntity<Page> list(
            Caller caller,
            @RequestParam @Nullable String status,
            @RequestParam @Nullable String content,
            @RequestParam @Nullable String analysis,
            @RequestParam @Nullable String from,
            @RequestParam @Nullable String to,
            @RequestParam @Nullable String limit,
            @RequestParam @Nullable String cursor,
            @RequestParam @Nullable String include) {
        ListQuery query = ListQuery.parse(
                caller.tenant(), new ListQuery.Parameters(status, content, analysis, from, to, limit, cursor, include));
        ViewStore.Page page = store.page(query.filter(), query.olderThan(), query.limit());
        List<JobDocument> jobs = page.jobs().stream()
                .filter(job -> !lookup.isDenied(job.jobId()))
                .filter(Present.class::isInstance)
                .map(job -> documents.of((Present) job, query.withNotes()))
                .toList();
        String olderThan = page.nextOlderThan();
        String next = olderThan == null ? null : query.cursorAfter(olderThan);
        return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(new Page(jobs, next));
    }

    @Needs(Scope.SUBMIT)
    @PostMapping("/v1/jobs/{id}/cancel")
    ResponseEntity<JobDocument> cancel(
            Caller caller,
            @PathVariable String id,
            @RequestHeader(name = EventHeaders.TRACE_PARENT, required = false) @Nullable String traceParent) {
        Present job = lookup.find(caller.tenant(), id);
        commands.cancel(job, TraceParent.continuing(traceParent));
        Present now = lookup.find(caller.tenant(), id);
        return answer(HttpStatus.ACCEPTED, now, documents.of(now, true));
    }

    @Needs(Scope.SUBMIT)
    @DeleteMapping("/v1/jobs/{id}")
    ResponseEntity<Void> erase(
            Caller caller,
            @PathVariable String id,
            @RequestHeader(name = EventHeaders.TRACE_PARENT, required = false) @Nullable String traceParent) {
        Present job = lookup.find(caller.tenant(), id);
        commands.erase(job, TraceParent.continuing(traceParent));
        return ResponseEntity.noContent().build();
    }

    private static ResponseEntity<JobDocument> answer(HttpStatus status, Present job, JobDocument document) {
        return JobAnswers.of(status, job).body(document);
    }
}
