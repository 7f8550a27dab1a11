package io.melolog.ingest.tenant;

/**
 * On whose behalf a call is made. Every call belongs to one tenant until there are keys.
 *
 * @param tenant who owns the jobs of this call, and sees no others
 * @param dedupScope jobs of one scope share work
 */
public record Caller(String tenant, String dedupScope) {
    /** The only caller there is so far. */
    public static final Caller DEFAULT = new Caller("default", "default");
}
