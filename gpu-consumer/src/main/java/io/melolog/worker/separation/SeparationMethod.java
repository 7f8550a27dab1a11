package io.melolog.worker.separation;

import io.melolog.worker.lease.WorkContext;
import java.util.function.DoubleConsumer;

/** One way to separate a recording, made for one work. Used by one thread. */
interface SeparationMethod extends AutoCloseable {
    /**
     * Separates a recording into files of the work's scratch folder.
     *
     * @param progress told the share done, 0..1
     * @throws Exception whatever went wrong, also that it was cancelled
     */
    Stems separate(WorkContext context, Recording recording, DoubleConsumer progress) throws Exception;

    /** Lets go of what it held ready. */
    @Override
    default void close() {}
}
