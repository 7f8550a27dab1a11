package io.melolog.worker.decode;

import org.jspecify.annotations.Nullable;

/** Audio could not be decoded or encoded; says why, what a person can do, and whether trying again makes sense. */
public final class AudioException extends Exception {
    private final AudioErrorCode code;
    private final boolean retryable;

    AudioException(AudioErrorCode code, boolean retryable, String detail, @Nullable Throwable cause) {
        super(detail, cause);
        this.code = code;
        this.retryable = retryable;
    }

    static AudioException permanent(AudioErrorCode code, String detail) {
        return new AudioException(code, false, detail, null);
    }

    static AudioException retryable(AudioErrorCode code, String detail) {
        return new AudioException(code, true, detail, null);
    }

    static AudioException crashed(String detail, Throwable cause) {
        return new AudioException(AudioErrorCode.DECODER_CRASHED, true, detail, cause);
    }

    public AudioErrorCode code() {
        return code;
    }

    /** A few words for a person. */
    public String title() {
        return code.title();
    }

    /** Sentences for a person: what is wrong and what to do about it. */
    public String detail() {
        return String.valueOf(getMessage());
    }

    /** True when the same request may succeed later. */
    public boolean retryable() {
        return retryable;
    }
}
