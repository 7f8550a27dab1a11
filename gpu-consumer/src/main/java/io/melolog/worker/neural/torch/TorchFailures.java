package io.melolog.worker.neural.torch;

import io.melolog.worker.neural.engine.ComputeDevice;
import io.melolog.worker.neural.engine.DeviceMemoryException;
import io.melolog.worker.neural.engine.EngineException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells a device without room from other failures, by the texts that the library puts into its exceptions. */
final class TorchFailures {
    private static final List<String> NO_ROOM = List.of(
            "CUDA out of memory",
            "CUDA error: out of memory",
            "CUBLAS_STATUS_ALLOC_FAILED",
            "CUDNN_STATUS_ALLOC_FAILED",
            "can't allocate memory");

    private static final int MAX_CAUSES = 20;

    private TorchFailures() {}

    /** @param failure an exception of the library, or an {@link OutOfMemoryError} of the JVM */
    static EngineException of(Throwable failure, ComputeDevice device) {
        return isNoRoom(failure)
                ? new DeviceMemoryException(
                        "The device " + device + " has no room for the network's computation.", failure)
                : new EngineException("The network's computation on " + device + " failed.", failure);
    }

    static boolean isNoRoom(Throwable failure) {
        @Nullable Throwable cause = failure;
        for (int depth = 0; cause != null && depth < MAX_CAUSES; depth++) {
            String message = cause.getMessage();
            if (cause instanceof OutOfMemoryError
                    || message != null && NO_ROOM.stream().anyMatch(message::contains)) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }
}
