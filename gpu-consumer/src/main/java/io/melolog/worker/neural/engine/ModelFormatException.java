package io.melolog.worker.neural.engine;

/** Files that are not the model they are registered as. Permanent. The message is a sentence for people and names no path. */
public final class ModelFormatException extends Exception {
    private static final long serialVersionUID = 1L;

    public ModelFormatException(String message) {
        super(message);
    }

    public ModelFormatException(String message, Throwable cause) {
        super(message, cause);
    }
}
