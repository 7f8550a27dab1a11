package io.melolog.worker.neural.engine;

/** The engine failed; another try may succeed. */
public class EngineException extends Exception {
    private static final long serialVersionUID = 1L;

    public EngineException(String message, Throwable cause) {
        super(message, cause);
    }
}
