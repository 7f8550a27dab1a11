package io.melolog.topology.deadletter;

/** A record was read but no decision can be made on it. Thrown before any state was touched, so the record can be skipped. */
public final class UnprocessableRecordException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UnprocessableRecordException(String message) {
        super(message);
    }

    public UnprocessableRecordException(String message, Throwable cause) {
        super(message, cause);
    }
}
