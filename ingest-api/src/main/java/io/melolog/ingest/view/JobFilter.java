package io.melolog.ingest.view;

import io.melolog.ingest.view.ViewedJob.Present;
import io.melolog.schemas.job.JobStatus.State;
import io.melolog.schemas.stage.Stage;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which jobs of a tenant are wanted; null for whichever.
 *
 * @param contentSha256 of the upload
 * @param analysis that was asked for
 * @param from the earliest time of creation
 * @param to the time of creation from which on jobs are not wanted
 */
public record JobFilter(
        String tenant,
        @Nullable State state,
        @Nullable String contentSha256,
        @Nullable Stage analysis,
        @Nullable Instant from,
        @Nullable Instant to) {
    /** An id is made in the same moment as its job; clocks that are set meanwhile do not matter. */
    private static final Duration SLACK = Duration.ofMinutes(1);

    /** The narrowest prefix of keys under which all such jobs stand. */
    String indexPrefix() {
        return contentSha256 == null ? IndexKeys.ofTenant(tenant, state) : IndexKeys.ofContent(tenant, contentSha256);
    }

    /** Where a search from the newest begins: below the id of the page before, and below what is too new. */
    @Nullable
    String below(@Nullable String olderThan) {
        if (to == null) {
            return olderThan;
        }
        String tooNew = JobIds.firstAt(to.plus(SLACK));
        return olderThan != null && olderThan.compareTo(tooNew) < 0 ? olderThan : tooNew;
    }

    /** Whether this job and all that are older are too old. */
    boolean endsAt(String jobId) {
        return from != null && jobId.compareTo(JobIds.firstAt(from.minus(SLACK))) < 0;
    }

    boolean matches(ViewedJob job) {
        return job instanceof Present present
                && (state == null || state == present.state())
                && (from == null || !present.createdAt().isBefore(from))
                && (to == null || present.createdAt().isBefore(to))
                && (analysis == null || hasAsked(present, analysis));
    }

    private static boolean hasAsked(Present job, Stage stage) {
        return switch (job) {
            case ViewedJob.Submitted submitted ->
                submitted.submission().stages().stream().anyMatch(request -> request.stage() == stage);
            case ViewedJob.Known known -> known.status().stages().stream().anyMatch(status -> status.stage() == stage);
        };
    }
}
