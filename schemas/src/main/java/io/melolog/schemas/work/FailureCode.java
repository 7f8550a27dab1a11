package io.melolog.schemas.work;

/** The codes that failed work and failed jobs carry. Public API: codes are added, never renamed. */
public enum FailureCode {
    UNDECODABLE_AUDIO("undecodable_audio", "The file cannot be decoded", false),
    EMPTY_AUDIO("empty_audio", "The file holds no sound", false),
    AUDIO_TOO_LONG("audio_too_long", "The recording is too long", false),
    UNSUPPORTED_AUDIO("unsupported_audio", "The audio format is not supported", false),
    DECODER_LIMIT("decoder_limit", "Decoding took too much time or memory", false),
    DECODER_CRASHED("decoder_crashed", "The decoder stopped unexpectedly", true),
    INPUT_MISSING("input_missing", "An input is no longer stored", false),
    MODEL_UNAVAILABLE("model_unavailable", "The model cannot be used", false),
    ENGINE_CRASHED("engine_crashed", "The separation engine stopped unexpectedly", true),
    SEPARATOR_UNAVAILABLE("separator_unavailable", "The external separator did not answer", true),
    SEPARATOR_REFUSED("separator_refused", "The external separator refused the recording", false),
    STORAGE_UNAVAILABLE("storage_unavailable", "The object storage did not answer", true),
    OUT_OF_MEMORY("out_of_memory", "A worker ran out of memory", true),
    WORKER_LOST("worker_lost", "Workers stopped again and again on this recording", false),
    DEADLINE_EXCEEDED("deadline_exceeded", "A worker fell silent", true),
    INTERNAL_ERROR("internal_error", "Something went wrong on our side", true),
    CANCELLED("cancelled", "The job was cancelled", false);

    private final String code;
    private final String title;
    private final boolean retryable;

    FailureCode(String code, String title, boolean retryable) {
        this.code = code;
        this.title = title;
        this.retryable = retryable;
    }

    public String code() {
        return code;
    }

    public boolean retryable() {
        return retryable;
    }

    /** A failure of this code; {@code detail} says what happened here and what to do. */
    public Failure because(String detail) {
        return new Failure(code, title, detail, retryable);
    }
}
