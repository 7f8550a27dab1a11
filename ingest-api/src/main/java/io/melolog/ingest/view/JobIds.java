package io.melolog.ingest.view;

import java.time.Instant;
import java.util.regex.Pattern;

/** What a job id looks like: a UUIDv7 in its canonical text, so that the order of the texts is the order of time. */
public final class JobIds {
    private static final Pattern UUID_V7 =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");

    private static final long MAX_MILLIS = (1L << 48) - 1;

    private JobIds() {}

    /** The least id that a job of that time or later can have. */
    static String firstAt(Instant time) {
        long millis = Math.clamp(time.getEpochSecond(), 0, MAX_MILLIS / 1_000 - 1) * 1_000;
        return String.format("%08x-%04x-7000-8000-000000000000", millis >>> 16, millis & 0xFFFF);
    }

    /** Whether any job could have this id. */
    public static boolean isJobId(String text) {
        return UUID_V7.matcher(text).matches();
    }
}
