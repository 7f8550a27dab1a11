package io.melolog.worker.decode.child;

/** Ends the child's job with a {@link ChildFailure}. */
final class ChildException extends Exception {
    private final ChildFailure failure;

    ChildException(ChildFailure failure, String fact) {
        super(fact);
        this.failure = failure;
    }

    ChildFailure failure() {
        return failure;
    }
}
