package io.melolog.standalone.cli;

import io.melolog.standalone.server.CannotServeException;
import java.net.URI;

/** Where the API answers. It may move while a client talks to it. Thread-safe. */
interface ApiAddress extends AutoCloseable {
    URI current();

    /** After {@code current} did not answer: where to try next. */
    URI afterFailure() throws CannotServeException, InterruptedException;

    /** What becomes of jobs that still run when the command line stops now. */
    String fateOfRunningJobs();

    @Override
    void close();

    /** A server that somebody else runs. */
    static ApiAddress fixed(URI server) {
        return new ApiAddress() {
            @Override
            public URI current() {
                return server;
            }

            @Override
            public URI afterFailure() {
                return server;
            }

            @Override
            public String fateOfRunningJobs() {
                return "they go on at " + server;
            }

            @Override
            public void close() {
                // Not ours.
            }
        };
    }
}
