package io.melolog.ingest.upload;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Names of files as people gave them: any script, without what could mislead a terminal or a page. Never part of a path here. */
final class FileNames {
    private static final int MAX_CODE_POINTS = 255;
    private static final String UNNAMED = "upload";
    /**
     * Controls, unpaired surrogates, line and paragraph separators, the marks that turn the direction of text around, and what cannot be seen at
     * all. The joiners stay (U+200C, U+200D): Persian, Indic scripts and emoji are spelled with them.
     */
    private static final Pattern MISLEADING = Pattern.compile(
            "[\\p{Cc}\\p{Cs}\u061C\u200B\u200E\u200F\u2028\u2029\u202A-\u202E\u2060-\u2069\uFEFF\uFFF9-\uFFFB]");
    /** What old browsers send: the whole path on the sender's disk. */
    private static final Pattern WINDOWS_PATH =
            Pattern.compile("^(?:[A-Za-z]:)?\\\\.*\\\\|^[A-Za-z]:\\\\", Pattern.DOTALL);

    private FileNames() {}

    /** A name to store and to show; {@code upload} when nothing is left of it. */
    static String cleaned(@Nullable String given) {
        if (given == null) {
            return UNNAMED;
        }
        String visible = MISLEADING.matcher(given).replaceAll("");
        String name = WINDOWS_PATH.matcher(visible).replaceFirst("");
        name = name.substring(name.lastIndexOf('/') + 1).strip();
        if (name.codePointCount(0, name.length()) > MAX_CODE_POINTS) {
            name = name.substring(0, name.offsetByCodePoints(0, MAX_CODE_POINTS));
        }
        return name.isEmpty() ? UNNAMED : name;
    }
}
