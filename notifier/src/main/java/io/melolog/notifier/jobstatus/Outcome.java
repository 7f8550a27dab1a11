package io.melolog.notifier.jobstatus;

import io.melolog.schemas.job.JobStatus;

/** What an event does to the status of its job. */
public sealed interface Outcome {

    /** The event was applied: {@code status} is the newest. */
    record Changed(JobStatus status) implements Outcome {}

    /** The event belongs to a replay: it takes its place in the sequence and changes nothing that people see. */
    record Advanced(JobStatus status) implements Outcome {}

    /** The event, or a later one, was applied before. */
    record Ignored() implements Outcome {}

    /**
     * The event cannot follow what is known of the job: nothing of it was applied.
     *
     * @param code stable: {@code sequence_gap} or {@code impossible_transition}
     * @param reason for people
     */
    record Impossible(String code, String reason) implements Outcome {}
}
