package io.melolog.ingest.access;

/** Credentials are not good; the message is for their sender and holds nothing of them. */
final class TokenRefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    TokenRefusedException(String message) {
        super(message, null, false, false); // refusals are many, and nobody reads their stack traces
    }
}
