package io.melolog.worker.failure;

import io.melolog.schemas.work.Failure;
import io.melolog.schemas.work.FailureCode;

/** What became of an exception: the kind decides what happens next, code and detail are what a job's owner reads. */
public sealed interface ClassifiedFailure {
    FailureCode code();

    /** A sentence that a person understands: no stack trace, no path. */
    String detail();

    /** The failure as the contract carries it. */
    default Failure toFailure() {
        Failure usual = code().because(detail());
        return new Failure(usual.code(), usual.title(), usual.detail(), !(this instanceof Permanent));
    }

    /** Trying again may succeed. */
    record Retryable(FailureCode code, String detail) implements ClassifiedFailure {}

    /** Trying again changes nothing. */
    record Permanent(FailureCode code, String detail) implements ClassifiedFailure {}

    /** Nobody foresaw it: tried again as often as the ledger allows, and counted apart. */
    record Unclassified(FailureCode code, String detail) implements ClassifiedFailure {}

    /** Retryable or permanent, as the code says. */
    static ClassifiedFailure of(FailureCode code, String detail) {
        return code.retryable() ? new Retryable(code, detail) : new Permanent(code, detail);
    }
}
