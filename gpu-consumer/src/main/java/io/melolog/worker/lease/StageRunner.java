package io.melolog.worker.lease;

import io.melolog.schemas.stage.Stage;

/**
 * Computes one stage. One instance serves every slot of its kind, so {@link #run} is called by several threads at once, each with a context of its
 * own.
 */
public interface StageRunner {
    Stage stage();

    /**
     * Computes the work. The thread is interrupted when the work is cancelled or the worker stops; then any exception is taken as the end of it.
     *
     * @throws Exception whatever went wrong; the classifier makes a failure of it that people understand
     */
    StageOutput run(WorkContext context) throws Exception;
}
