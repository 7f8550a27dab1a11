package io.melolog.worker.neural.child;

import java.io.IOException;
import java.io.OutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The child's way to the worker. Thread-safe. */
final class ChildOutput {
    private static final Logger LOG = LoggerFactory.getLogger(ChildOutput.class);

    private final OutputStream out;

    ChildOutput(OutputStream out) {
        this.out = out;
    }

    /** Never throws: a worker that is gone is noticed at the end of its messages. */
    synchronized void send(FromChild message) {
        try {
            Frames.write(out, message::writeTo);
        } catch (IOException e) {
            LOG.atDebug().setCause(e).log("worker took no message");
        }
    }
}
