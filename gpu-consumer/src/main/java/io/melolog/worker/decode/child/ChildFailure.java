package io.melolog.worker.decode.child;

/** Why a child could not do its job, as it says itself; a child that dies says nothing. */
public enum ChildFailure {
    /** Not audio of a known kind, or too damaged. */
    UNDECODABLE,
    /** Audio without a sample. */
    EMPTY,
    /** Longer than asked for. */
    TOO_LONG,
    /** A sample rate or channel count out of range. */
    UNSUPPORTED,
    /** More output than allowed. */
    OUTPUT_LIMIT,
    /** Memory ran out. */
    MEMORY_LIMIT,
    /** The disk is full. */
    STORAGE_FULL,
    /** Anything else: a fault of ours or of the machine. */
    INTERNAL
}
