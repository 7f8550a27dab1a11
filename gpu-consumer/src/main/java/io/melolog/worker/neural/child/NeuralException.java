package io.melolog.worker.neural.child;

/** A separation by a network did not succeed; another try may. The message is a sentence for people. */
public final class NeuralException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Kind kind;

    /** What went wrong. */
    public enum Kind {
        /** The child process ended, hung, or its engine failed. */
        ENGINE_CRASHED,
        /** There was not enough memory, not even with the smallest batch on the CPU. */
        OUT_OF_MEMORY,
        /** There was no room for the stems. */
        DISK_FULL
    }

    NeuralException(Kind kind, String detail) {
        super(detail);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }

    /** The sentence for people. */
    public String detail() {
        return String.valueOf(getMessage());
    }

    static NeuralException crashed(String detail) {
        return new NeuralException(Kind.ENGINE_CRASHED, detail);
    }

    static NeuralException outOfMemory() {
        return new NeuralException(
                Kind.OUT_OF_MEMORY,
                "The separation needs more memory than this machine has free. It is tried again; should it fail each"
                        + " time, choose a smaller model.");
    }

    static NeuralException diskFull() {
        return new NeuralException(
                Kind.DISK_FULL, "The worker's disk is full; free space under melolog.data-dir. It is tried again.");
    }
}
