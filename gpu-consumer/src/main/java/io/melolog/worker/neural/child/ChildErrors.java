package io.melolog.worker.neural.child;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings a child's standard error to the log, so much of it and no more, and keeps the last lines for its obituary. Thread-safe. */
final class ChildErrors {
    private static final Logger LOG = LoggerFactory.getLogger(ChildErrors.class);
    private static final int MAX_LINE_BYTES = 500;
    private static final int MAX_LINES = 2_000;
    private static final int LAST_LINES = 20;

    private final long pid;
    private final Deque<String> last = new ArrayDeque<>();
    private int lines;

    ChildErrors(long pid) {
        this.pid = pid;
    }

    /** Until its end; swallows what is too much, so that a chatty child never blocks. */
    void read(InputStream from) {
        byte[] line = new byte[MAX_LINE_BYTES];
        int length = 0;
        try (InputStream in = from) {
            for (int next = in.read(); next >= 0; next = in.read()) {
                if (next == '\n') {
                    add(new String(line, 0, length, StandardCharsets.UTF_8));
                    length = 0;
                } else if (length < MAX_LINE_BYTES) {
                    line[length++] = (byte) next;
                }
            }
        } catch (IOException e) {
            LOG.atDebug().setCause(e).addKeyValue("pid", pid).log("engine process's stderr broke off");
        }
        if (length > 0) {
            add(new String(line, 0, length, StandardCharsets.UTF_8));
        }
    }

    /** The last lines. */
    synchronized String tail() {
        return String.join("\n", last);
    }

    private synchronized void add(String line) {
        last.addLast(line);
        if (last.size() > LAST_LINES) {
            last.removeFirst();
        }
        lines++;
        if (lines <= MAX_LINES) {
            LOG.atInfo().addKeyValue("pid", pid).addKeyValue("line", line).log("engine process");
        } else if (lines == MAX_LINES + 1) {
            LOG.atWarn().addKeyValue("pid", pid).log("engine process writes too much; the rest is not logged");
        }
    }
}
