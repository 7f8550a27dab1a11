package io.melolog.worker.model;

import java.io.IOException;

/** The broker does not say which models there are. */
public final class CatalogueUnavailableException extends IOException {
    private static final long serialVersionUID = 1L;

    CatalogueUnavailableException() {
        super("the model catalogue could not be read to its end in time");
    }
}
