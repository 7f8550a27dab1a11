package io.melolog.ingest.job;

import io.melolog.ingest.idempotency.Sha256;
import io.melolog.ingest.problem.ProblemCode;
import io.melolog.ingest.problem.ProblemException;
import io.melolog.ingest.view.JobFilter;
import io.melolog.ingest.view.JobIds;
import io.melolog.schemas.job.JobStatus.State;
import io.melolog.schemas.stage.Stage;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a list of jobs is asked for.
 *
 * @param olderThan the job that the page before ended with; null for the first page
 */
record ListQuery(JobFilter filter, int limit, @Nullable String olderThan, boolean withNotes) {
    private static final int DEFAULT_LIMIT = 20;
    private static final int MAX_LIMIT = 100;
    private static final int CHECK_LENGTH = 16;
    private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");

    /** The query parameters as they came; null where there was none. */
    record Parameters(
            @Nullable String status,
            @Nullable String content,
            @Nullable String analysis,
            @Nullable String from,
            @Nullable String to,
            @Nullable String limit,
            @Nullable String cursor,
            @Nullable String include) {}

    /** @throws ProblemException {@code invalid_parameter} */
    static ListQuery parse(String tenant, Parameters given) {
        JobFilter filter = new JobFilter(
                tenant,
                state(given.status()),
                content(given.content()),
                analysis(given.analysis()),
                time("from", given.from()),
                time("to", given.to()));
        return new ListQuery(
                filter, limit(given.limit()), olderThan(filter, given.cursor()), withNotes(given.include()));
    }

    /**
     * Opaque to clients: the job that a page ended with, so that jobs that come later shift nothing; and a check over it and the filter, so that a
     * cursor that was changed, or comes from another list, is refused rather than misread.
     */
    String cursorAfter(String jobId) {
        return cursor(filter, jobId);
    }

    private static String cursor(JobFilter filter, String jobId) {
        String check = Sha256.of((jobId + filter).getBytes(StandardCharsets.UTF_8));
        String text = jobId + check.substring(0, CHECK_LENGTH);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static @Nullable State state(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return null;
        }
        return Arrays.stream(State.values())
                .filter(state -> state.name().toLowerCase(Locale.ROOT).equals(text))
                .findFirst()
                .orElseThrow(() -> invalid("status is one of waiting, processing, completed and failed."));
    }

    private static int limit(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return DEFAULT_LIMIT;
        }
        try {
            int limit = Integer.parseInt(text);
            if (limit >= 1 && limit <= MAX_LIMIT) {
                return limit;
            }
        } catch (NumberFormatException e) {
            throw invalid("limit is a number from 1 to " + MAX_LIMIT + ".");
        }
        throw invalid("limit is a number from 1 to " + MAX_LIMIT + ".");
    }

    private static @Nullable String olderThan(JobFilter filter, @Nullable String cursor) {
        if (cursor == null || cursor.isEmpty()) {
            return null;
        }
        try {
            String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            String jobId = text.substring(0, Math.max(0, text.length() - CHECK_LENGTH));
            if (JobIds.isJobId(jobId) && cursor.equals(cursor(filter, jobId))) {
                return jobId;
            }
        } catch (IllegalArgumentException e) {
            throw forged();
        }
        throw forged();
    }

    private static ProblemException forged() {
        return invalid("cursor is the nextCursor of an earlier page of the same list.");
    }

    private static @Nullable String content(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return null;
        }
        if (!SHA_256.matcher(text).matches()) {
            throw invalid("content is a SHA-256 of 64 lower-case hexadecimal digits.");
        }
        return text;
    }

    private static @Nullable Stage analysis(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return null;
        }
        return Arrays.stream(Stage.values())
                .filter(stage -> stage.id().equals(text))
                .findFirst()
                .orElseThrow(() -> invalid("analysis is one of separation, pitch and waveform."));
    }

    private static @Nullable Instant time(String name, @Nullable String text) {
        if (text == null || text.isEmpty()) {
            return null;
        }
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw invalid(name + " is a time such as 2026-11-20T12:00:00Z.");
        }
    }

    static boolean withNotes(@Nullable String include) {
        if (include == null || include.isEmpty()) {
            return false;
        }
        if (!List.of(include.split(",")).stream().allMatch("notes"::equals)) {
            throw invalid("include can only be notes.");
        }
        return true;
    }

    private static ProblemException invalid(String detail) {
        return ProblemException.of(ProblemCode.INVALID_PARAMETER, detail);
    }
}
