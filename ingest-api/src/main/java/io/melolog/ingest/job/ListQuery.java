package io.melolog.ingest.job;

import io.melolog.ingest.problem.ProblemCode;
import io.melolog.ingest.problem.ProblemException;
import io.melolog.ingest.view.JobIds;
import io.melolog.schemas.job.JobStatus.State;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a list of jobs is asked for.
 *
 * @param olderThan the job that the page before ended with; null for the first page
 */
record ListQuery(@Nullable State state, int limit, @Nullable String olderThan, boolean withNotes) {
    private static final int DEFAULT_LIMIT = 20;
    private static final int MAX_LIMIT = 100;

    static ListQuery parse(
            @Nullable String status, @Nullable String limit, @Nullable String cursor, @Nullable String include) {
        return new ListQuery(state(status), limit(limit), olderThan(cursor), withNotes(include));
    }

    /** Opaque to clients: the job that a page ended with, so that jobs that come later shift nothing. */
    static String cursorAfter(String jobId) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(jobId.getBytes(StandardCharsets.UTF_8));
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

    private static @Nullable String olderThan(@Nullable String cursor) {
        if (cursor == null || cursor.isEmpty()) {
            return null;
        }
        try {
            String jobId = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            if (JobIds.isJobId(jobId)) {
                return jobId;
            }
        } catch (IllegalArgumentException e) {
            throw invalid("cursor is a nextCursor of an earlier page.");
        }
        throw invalid("cursor is a nextCursor of an earlier page.");
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
