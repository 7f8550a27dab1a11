package io.melolog.topology.ledger;

import java.time.Instant;

/**
 * The newest request of a unit of work. An entry's requests share a {@code generation}, so a report of a request that was made before the work was
 * last forgotten (and its objects perhaps deleted) is told apart from a late report of an earlier attempt.
 *
 * @param number counts the requests of the generation from 1
 * @param attempt counts failures, plus 1
 * @param returns how often workers gave this attempt back undone
 */
record Request(String workId, String generation, int number, int attempt, int returns) {
    private static final int WORK_PREFIX = 16;
    private static final int JOB_SUFFIX = 8;

    /** @param jobId whose ask begins it: two jobs may ask within a millisecond, with the work forgotten between */
    static Request first(String workId, String jobId, Instant now) {
        String job = jobId.substring(Math.max(0, jobId.length() - JOB_SUFFIX));
        return new Request(workId, Long.toString(now.toEpochMilli(), Character.MAX_RADIX) + "." + job, 1, 1, 0);
    }

    /** Unique over all requests of all work, and the same when the same decision is made again. */
    String id() {
        return generationPrefix() + number;
    }

    boolean isOfThisGeneration(String requestId) {
        return requestId.startsWith(generationPrefix());
    }

    Request nextAttempt() {
        return new Request(workId, generation, number + 1, attempt + 1, 0);
    }

    Request afterReturn() {
        return new Request(workId, generation, number + 1, attempt, returns + 1);
    }

    Request again() {
        return new Request(workId, generation, number + 1, attempt, returns);
    }

    private String generationPrefix() {
        return workId.substring(0, Math.min(WORK_PREFIX, workId.length())) + "-" + generation + "-";
    }
}
