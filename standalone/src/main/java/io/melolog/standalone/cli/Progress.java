package io.melolog.standalone.cli;

import java.io.Console;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;

/** Shows how files get on. Thread-safe. */
interface Progress extends AutoCloseable {
    /** On standard output: a bar where there is a terminal, else a line for each change. */
    static Progress on(PrintWriter out, PrintWriter err) {
        Console console = System.console();
        boolean terminal = console != null && console.isTerminal() && !"dumb".equals(System.getenv("TERM"));
        return terminal ? new TerminalProgress(out, columns(System.getenv("COLUMNS"))) : new PlainProgress(out, err);
    }

    private static int columns(@Nullable String text) {
        int usual = 80;
        try {
            return text == null ? usual : Math.max(usual / 2, Integer.parseInt(text.strip()));
        } catch (NumberFormatException e) {
            return usual;
        }
    }

    void uploading(String file);

    /**
     * A file on its way.
     *
     * @param doing such as {@code downloading}
     * @param total -1 where nobody knows
     */
    void transferring(String file, String doing, long bytes, long total);

    /** The file is where it should be, and somebody else says so. */
    void left(String file);

    /** A new state of the file's job. */
    void job(String file, JobDocument job);

    /** The file is done with; {@code summary} is one line for people. */
    void finished(String file, String summary);

    void failed(String file, String reason);

    /** Leaves the terminal as it should be. */
    @Override
    void close();
}
