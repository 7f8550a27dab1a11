package io.melolog.standalone.cli;

import io.melolog.standalone.server.CannotServeException;

/** What the process ends with; part of the command line's contract. */
final class ExitCode {
    static final int OK = 0;
    /** Something was asked for that did not succeed: a job failed, a file could not be read, the server did not answer. */
    static final int FAILED = 1;
    /** The command line is wrong (picocli's own code). */
    static final int USAGE = 2;
    /** Nothing can be served: a port is taken, a data folder is in use or cannot be written. */
    static final int CANNOT_SERVE = 3;

    private ExitCode() {}

    static int of(Exception failure) {
        return failure instanceof CannotServeException ? CANNOT_SERVE : FAILED;
    }
}
