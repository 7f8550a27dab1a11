package io.melolog.worker.lease;

import io.melolog.schemas.work.InputObject;
import io.melolog.schemas.work.WorkRequested;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;

/** What a stage is given. Used by the thread that runs the stage, except {@link #progress} and {@link #cancelled}, which any thread may call. */
public interface WorkContext {
    WorkRequested request();

    /** An empty folder of this work alone; deleted with everything in it when the work ends. */
    Path scratch();

    /**
     * Fetches an input into a file of the scratch folder, checked against its length and digest.
     *
     * @throws IOException when it is missing or the storage does not answer
     */
    Path fetch(InputObject input) throws IOException, InterruptedException;

    /** @param fraction done so far, 0..1; a smaller one than before is ignored */
    void progress(double fraction);

    /** Whether to stop: the work was cancelled or the worker stops. */
    BooleanSupplier cancelled();
}
