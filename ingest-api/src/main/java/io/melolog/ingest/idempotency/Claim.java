package io.melolog.ingest.idempotency;

import io.melolog.schemas.job.JobSubmitted;

/**
 * What a key stands for, as it is stored: no name and no address, so that it may outlive the job.
 *
 * @param bodySha256 of the file's digest and the other fields; not of the multipart bytes, whose boundaries differ between tries
 */
record Claim(String jobId, String bodySha256, JobSubmitted submission) {}
