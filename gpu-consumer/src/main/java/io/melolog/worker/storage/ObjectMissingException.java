package io.melolog.worker.storage;

import java.io.IOException;

/** The storage answered that there is no such object. */
public final class ObjectMissingException extends IOException {
    private static final long serialVersionUID = 1L;

    public ObjectMissingException(String key) {
        super("there is no object " + key);
    }
}
