package io.melolog.ingest.job;

import io.melolog.ingest.view.ViewedJob;
import io.melolog.ingest.view.ViewedJob.Present;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The entity tag of a job document (RFC 9110 8.8.3): the sequence of the last event that the document shows. It is weak, for what is computed when
 * the document is read does not count: place, expected wait and progress move without it.
 */
final class JobTag {
    /** Raised when the document of a job that has ended would look different: what clients keep is then out of date. */
    private static final String FORM = "1";

    private static final Pattern TAG = Pattern.compile("(?:W/)?\"([\\x21\\x23-\\x7E\\x80-\\xFF]*)\"");

    private JobTag() {}

    static String of(Present job) {
        return switch (job) {
            case ViewedJob.Submitted submitted -> of(0);
            case ViewedJob.Known known -> of(known.status().sequence());
        };
    }

    /** The tag of a job that has just been accepted. */
    static String ofAccepted() {
        return of(0);
    }

    private static String of(long sequence) {
        return "W/\"" + FORM + "." + sequence + "\"";
    }

    /** Whether an {@code If-None-Match} names the tag, by the weak comparison (RFC 9110 13.1.2); false when there is none. */
    static boolean isNamedBy(@Nullable String ifNoneMatch, String tag) {
        if (ifNoneMatch == null) {
            return false;
        }
        if (ifNoneMatch.strip().equals("*")) {
            return true;
        }
        Matcher named = TAG.matcher(ifNoneMatch);
        while (named.find()) {
            if (tag.equals("W/\"" + named.group(1) + "\"")) {
                return true;
            }
        }
        return false;
    }
}
