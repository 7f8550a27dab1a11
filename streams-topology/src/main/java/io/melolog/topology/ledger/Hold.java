package io.melolog.topology.ledger;

/**
 * A job that keeps a result, or an upload, from being deleted.
 *
 * @param failed of an upload: its job failed, so nobody duplicates it
 */
record Hold(String jobId, String tenant, boolean failed) {}
