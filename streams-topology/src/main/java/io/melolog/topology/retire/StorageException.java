package io.melolog.topology.retire;

/** The storage did not carry out what was asked. */
final class StorageException extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean refused;

    /** @param refused it answered, and said no; otherwise it is out of order and will come back */
    StorageException(boolean refused, Throwable cause) {
        super(cause);
        this.refused = refused;
    }

    boolean refused() {
        return refused;
    }
}
