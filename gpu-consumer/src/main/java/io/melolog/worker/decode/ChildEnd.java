package io.melolog.worker.decode;

import java.util.Locale;

/** What the end of a child that gave no answer means. */
final class ChildEnd {
    private static final int OUT_OF_JAVA_MEMORY = 3;
    private static final int ABORTED = 128 + 6;
    private static final int CPU_LIMIT = 128 + 24;

    private ChildEnd() {}

    /**
     * @param exitCode as {@link Process#exitValue()} gives it: 128 + the signal for a killed process
     * @param errors the child's standard error
     */
    static AudioException explain(int exitCode, String errors) {
        if (exitCode == CPU_LIMIT) {
            return AudioException.permanent(
                    AudioErrorCode.DECODER_LIMIT,
                    "Decoding needs more processor time than is allowed. Convert the file to WAV or FLAC and upload that.");
        }
        if (exitCode == OUT_OF_JAVA_MEMORY || (exitCode == ABORTED && saysOutOfMemory(errors))) {
            return outOfMemory();
        }
        return AudioException.retryable(
                AudioErrorCode.DECODER_CRASHED,
                "The process that decodes audio ended without an answer (exit code " + exitCode
                        + "). It is tried again; should it fail each time, convert the file to WAV or FLAC and upload"
                        + " that.");
    }

    static AudioException outOfMemory() {
        return AudioException.permanent(
                AudioErrorCode.DECODER_LIMIT,
                "Decoding needs more memory than is allowed. Convert the file to WAV or FLAC and upload that.");
    }

    private static boolean saysOutOfMemory(String errors) {
        String text = errors.toLowerCase(Locale.ROOT);
        return text.contains("insufficient memory") || text.contains("out of memory") || text.contains("bad_alloc");
    }
}
