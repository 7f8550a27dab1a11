package io.melolog.ingest.view;

import java.util.regex.Pattern;

/** What a job id looks like: a UUIDv7 in its canonical text, so that the order of the texts is the order of time. */
public final class JobIds {
    private static final Pattern UUID_V7 =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");

    private JobIds() {}

    /** Whether any job could have this id. */
    public static boolean isJobId(String text) {
        return UUID_V7.matcher(text).matches();
    }
}
