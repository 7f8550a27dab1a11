package io.melolog.worker.decode.child;

import java.io.IOException;

/** The output would become larger than the job allows. */
final class OutputLimitException extends IOException {
    OutputLimitException(long maxBytes) {
        super("more than " + maxBytes + " bytes of output");
    }
}
