package io.melolog.ingest.view;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.melolog.schemas.job.JobStatus.State;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Keys by which jobs are listed. Each is a prefix, then the job id; as ids sort by time, so do the keys under a prefix. Parts are parted by a
 * zero byte, which no tenant's name holds.
 */
final class IndexKeys {
    private static final char SEPARATOR = '\0';

    private IndexKeys() {}

    /** The prefix of a tenant's jobs, of one state or of all. */
    static String ofTenant(String tenant, @Nullable State state) {
        return "t" + SEPARATOR + tenant + SEPARATOR + (state == null ? "all" : name(state)) + SEPARATOR;
    }

    /** The prefix of every tenant's jobs of a state. */
    static String ofState(State state) {
        return "s" + SEPARATOR + name(state) + SEPARATOR;
    }

    /** The prefix of a tenant's jobs of the same upload. */
    static String ofContent(String tenant, String sha256) {
        return "c" + SEPARATOR + tenant + SEPARATOR + sha256 + SEPARATOR;
    }

    /** The keys under which a job stands; none for an erased one. */
    static List<byte[]> of(@Nullable ViewedJob job) {
        if (!(job instanceof ViewedJob.Present present)) {
            return List.of();
        }
        return List.of(
                key(ofTenant(job.tenant(), null), job.jobId()),
                key(ofTenant(job.tenant(), present.state()), job.jobId()),
                key(ofContent(job.tenant(), present.content().sha256()), job.jobId()),
                key(ofState(present.state()), job.jobId()));
    }

    static byte[] key(String prefix, String jobId) {
        return (prefix + jobId).getBytes(UTF_8);
    }

    private static String name(State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}
