package io.melolog.worker.model;

/** The broker does not say which models there are. */
final class CatalogueUnavailableException extends Exception {
    private static final long serialVersionUID = 1L;

    CatalogueUnavailableException() {
        super("the model catalogue could not be read to its end in time");
    }
}
