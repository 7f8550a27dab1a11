package io.melolog.standalone.cli;

/** Shows how files get on. Thread-safe. */
interface Progress extends AutoCloseable {
    void uploading(String file);

    /** A new state of the file's job. */
    void job(String file, JobDocument job);

    /** The file is done with; {@code summary} is one line for people. */
    void finished(String file, String summary);

    void failed(String file, String reason);

    /** Leaves the terminal as it should be. */
    @Override
    void close();
}
