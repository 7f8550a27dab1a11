package io.melolog.worker.neural.engine;

/** A device has no room for what was asked of it. */
public final class DeviceMemoryException extends EngineException {
    private static final long serialVersionUID = 1L;

    public DeviceMemoryException(String message, Throwable cause) {
        super(message, cause);
    }
}
