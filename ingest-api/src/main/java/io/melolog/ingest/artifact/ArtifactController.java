package io.melolog.ingest.artifact;

import io.melolog.ingest.job.StoredJson;
import io.melolog.ingest.metric.IngestMetric;
import io.melolog.ingest.problem.ProblemCode;
import io.melolog.ingest.problem.ProblemException;
import io.melolog.ingest.storage.ObjectStorage;
import io.melolog.ingest.storage.ObjectStorage.Access;
import io.melolog.ingest.tenant.Caller;
import io.melolog.ingest.tenant.Needs;
import io.melolog.ingest.view.JobLookup;
import io.melolog.ingest.view.ViewedJob;
import io.melolog.ingest.view.ViewedJob.Present;
import io.melolog.schemas.access.Scope;
import io.melolog.schemas.job.SubmissionDetails;
import io.melolog.schemas.storage.ObjectKeys;
import io.melolog.schemas.work.Artifact;
import io.melolog.schemas.work.InputObject;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.util.stream.Stream;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Leads to the stored files of a job: the storage serves them, not this service. */
@RestController
public final class ArtifactController {
    private static final Duration LIFETIME = Duration.ofHours(24);

    private final JobLookup lookup;
    private final ObjectStorage storage;
    private final StoredJson stored;
    private final MeterRegistry meters;

    public ArtifactController(JobLookup lookup, ObjectStorage storage, StoredJson stored, MeterRegistry meters) {
        this.lookup = lookup;
        this.storage = storage;
        this.stored = stored;
        this.meters = meters;
    }

    @Needs(Scope.READ)
    @GetMapping("/v1/jobs/{id}/artifacts/{name}")
    ResponseEntity<Void> redirect(
            Caller caller, @PathVariable String id, @PathVariable String name, HttpMethod method) {
        Access access = method.equals(HttpMethod.HEAD) ? Access.HEAD : Access.GET;
        Present job = lookup.find(caller.tenant(), id);
        String url = name.equals(InputObject.SOURCE) ? source(caller, access, job) : artifact(access, job, name);
        IngestMetric.ARTIFACT_REDIRECTS.counter(meters).increment();
        return ResponseEntity.status(HttpStatus.FOUND)
                .location(URI.create(url))
                .cacheControl(CacheControl.noStore())
                .build();
    }

    private String source(Caller caller, Access access, Present job) {
        String fileName =
                stored.details(job.jobId()).map(SubmissionDetails::fileName).orElse(InputObject.SOURCE);
        return presigned(
                access,
                originalKey(caller, job.content().sha256()),
                job.content().mediaType(),
                fileName);
    }

    /** A job that was accepted under another {@code melolog.dedup.scope} has its original there. */
    private String originalKey(Caller caller, String sha256) {
        return Stream.of(caller.dedupScope(), caller.tenant(), Caller.GLOBAL_DEDUP_SCOPE)
                .distinct()
                .map(scope -> ObjectKeys.original(scope, sha256))
                .filter(key -> storage.lastModified(key).isPresent())
                .findFirst()
                .orElseGet(() -> ObjectKeys.original(caller.dedupScope(), sha256));
    }

    private String artifact(Access access, Present job, String name) {
        if (job instanceof ViewedJob.Known known) {
            for (Artifact artifact : known.status().artifacts()) {
                if (artifact.name().equals(name)) {
                    return presigned(access, artifact.key(), artifact.mediaType(), artifact.name());
                }
            }
        }
        throw ProblemException.of(
                ProblemCode.ARTIFACT_NOT_FOUND, "The job has no such artifact, or not yet: its document lists them.");
    }

    private String presigned(Access access, String key, String mediaType, String fileName) {
        return storage.presign(
                access, key, DownloadNames.mediaType(mediaType), DownloadNames.attachment(fileName), LIFETIME);
    }
}
