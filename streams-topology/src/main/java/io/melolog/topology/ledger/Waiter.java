package io.melolog.topology.ledger;

/**
 * A run of a job that waits for work; also a job that waits for a deletion before it can hold its upload.
 *
 * @param failed of a parked upload: its job has failed meanwhile
 */
record Waiter(String jobId, int runId, String tenant, boolean failed) {}
