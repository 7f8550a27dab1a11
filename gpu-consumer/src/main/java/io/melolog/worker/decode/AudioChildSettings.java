package io.melolog.worker.decode;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Bounds of every child process, and how many wait ready.
 *
 * @param cacheDirectory where FFmpeg's libraries are unpacked once (56 MB); may be shared by processes; also the
 *     children's working directory
 * @param wallClockLimit a job that takes longer is killed and may be tried again
 * @param cpuLimit processor time of one child, start-up (0.3 s) included; whole seconds
 * @param memoryLimitBytes address space of one child; a Java process needs 460 MB of it to start, resident are 70 MB
 * @param maxOutputBytes largest decoded or encoded file
 * @param spares children that wait ready, 0 or more; each takes 70 MB and saves 0.15 s per job
 */
public record AudioChildSettings(
        Path cacheDirectory,
        Duration wallClockLimit,
        Duration cpuLimit,
        long memoryLimitBytes,
        long maxOutputBytes,
        int spares) {
    private static final long MIN_MEMORY_BYTES = 512L << 20;

    public AudioChildSettings {
        if (!wallClockLimit.isPositive() || cpuLimit.toSeconds() < 1) {
            throw new IllegalArgumentException(
                    "limits of time must be positive: " + wallClockLimit + " of wall clock, " + cpuLimit + " of CPU");
        }
        if (memoryLimitBytes < MIN_MEMORY_BYTES || maxOutputBytes < 1 || spares < 0) {
            throw new IllegalArgumentException("no such bounds: " + memoryLimitBytes + " bytes of memory (at least "
                    + MIN_MEMORY_BYTES + "), " + maxOutputBytes + " bytes of output, " + spares + " spare children");
        }
        cacheDirectory = cacheDirectory.toAbsolutePath();
    }

    /** 2 minutes, 60 s of CPU, 768 MB of address space, 4 GB of output, one spare child. */
    public static AudioChildSettings defaults(Path cacheDirectory) {
        return new AudioChildSettings(
                cacheDirectory, Duration.ofMinutes(2), Duration.ofSeconds(60), 768L << 20, 4L << 30, 1);
    }

    AudioChildSettings withWallClockLimit(Duration limit) {
        return new AudioChildSettings(cacheDirectory, limit, cpuLimit, memoryLimitBytes, maxOutputBytes, spares);
    }

    AudioChildSettings withMaxOutputBytes(long bytes) {
        return new AudioChildSettings(cacheDirectory, wallClockLimit, cpuLimit, memoryLimitBytes, bytes, spares);
    }

    AudioChildSettings withSpares(int count) {
        return new AudioChildSettings(
                cacheDirectory, wallClockLimit, cpuLimit, memoryLimitBytes, maxOutputBytes, count);
    }
}
