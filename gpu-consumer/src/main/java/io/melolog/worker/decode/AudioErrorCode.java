package io.melolog.worker.decode;

/** Why audio could not be decoded or encoded. */
public enum AudioErrorCode {
    /** Not audio of a known kind, or too damaged. */
    UNDECODABLE_AUDIO("This file could not be read as audio"),
    /** Audio without a sample, or no bytes at all. */
    EMPTY_AUDIO("This file holds no audio"),
    /** Longer than the limit. */
    AUDIO_TOO_LONG("The recording is too long"),
    /** A sample rate or channel count that is not supported. */
    UNSUPPORTED_AUDIO("This kind of audio is not supported"),
    /** Decoding hit a bound on time, memory or output. */
    DECODER_LIMIT("Decoding this file takes more than is allowed"),
    /** The process that decodes ended without an answer. */
    DECODER_CRASHED("Decoding stopped unexpectedly"),
    /** No room for the decoded audio. */
    STORAGE_FULL("There is no disk space left for the decoded audio");

    private final String title;

    AudioErrorCode(String title) {
        this.title = title;
    }

    /** A few words for a person. */
    public String title() {
        return title;
    }
}
