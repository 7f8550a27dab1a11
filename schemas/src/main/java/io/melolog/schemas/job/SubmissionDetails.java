package io.melolog.schemas.job;

/** What a person gave with a job: an object under the job id, so that erasing the job deletes it. */
public record SubmissionDetails(String fileName) {}
