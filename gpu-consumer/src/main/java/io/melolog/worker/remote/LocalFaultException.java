package io.melolog.worker.remote;

import java.io.IOException;

/** Carries a fault of this machine's files past the HTTP client, so that it is not taken for one of the service. */
final class LocalFaultException extends IOException {
    private static final long serialVersionUID = 1L;

    private final IOException fault;

    LocalFaultException(IOException fault) {
        super(fault);
        this.fault = fault;
    }

    IOException fault() {
        return fault;
    }
}
