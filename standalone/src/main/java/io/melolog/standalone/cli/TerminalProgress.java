package io.melolog.standalone.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A bar for each running file, redrawn in place; finished files move up and stay. */
final class TerminalProgress implements Progress {
    static final int BAR_CHARS = 16;
    private static final int NAME_CHARS = 24;
    private static final String UP_AND_CLEAR = "\u001b[1A\u001b[2K";

    private static final long REDRAW_NANOS = 100_000_000;

    private final PrintWriter out;
    private final int columns;
    private final Map<String, String> running = new LinkedHashMap<>();
    private int drawn;
    private long redrawnNanos = System.nanoTime() - REDRAW_NANOS;

    /** @param columns of the terminal: longer lines are cut, since a wrapped line cannot be redrawn */
    TerminalProgress(PrintWriter out, int columns) {
        this.out = out;
        this.columns = columns;
    }

    @Override
    public synchronized void uploading(String file) {
        running.put(file, line(file, 0, "uploading"));
        redraw();
    }

    @Override
    public synchronized void transferring(String file, String doing, long bytes, long total) {
        boolean whole = bytes == total;
        double fraction = total > 0 ? (double) bytes / total : 0;
        running.put(file, line(file, fraction, doing + " " + StageText.megabytes(bytes)));
        if (whole || System.nanoTime() - redrawnNanos > REDRAW_NANOS) {
            redrawnNanos = System.nanoTime();
            redraw();
        }
    }

    @Override
    public synchronized void left(String file) {
        running.remove(file);
        redraw();
    }

    @Override
    public synchronized void job(String file, JobDocument job) {
        String text = job.status().equals("waiting") ? StageText.waiting(job) : stages(job);
        running.put(file, line(file, job.fraction(), text));
        redraw();
    }

    @Override
    public synchronized void finished(String file, String summary) {
        leave(file, file + ": " + summary);
    }

    @Override
    public synchronized void failed(String file, String reason) {
        leave(file, file + ": failed: " + reason);
    }

    @Override
    public synchronized void close() {
        out.flush();
    }

    static String bar(double fraction) {
        int full = (int) Math.round(fraction * BAR_CHARS);
        return "[" + "#".repeat(full) + ".".repeat(BAR_CHARS - full) + "]";
    }

    /** What is done is left out: the line is short, and the last one says it all. */
    private static String stages(JobDocument job) {
        return job.stagesOrNone().stream()
                .filter(stage -> !stage.status().equals("completed"))
                .map(StageText::of)
                .collect(Collectors.joining("  "));
    }

    private String line(String file, double fraction, String text) {
        String base = Path.of(file).getFileName().toString();
        String name = base.length() > NAME_CHARS ? base.substring(0, NAME_CHARS - 1) + "~" : base;
        String line = String.format(
                Locale.ROOT,
                "%-" + NAME_CHARS + "s %s %3d %%  %s",
                name,
                bar(fraction),
                Math.round(fraction * 100),
                text);
        return line.length() < columns ? line : line.substring(0, columns - 1);
    }

    private void leave(String file, String lastLine) {
        running.remove(file);
        clear();
        out.println(lastLine);
        redraw();
    }

    private void redraw() {
        clear();
        running.values().forEach(out::println);
        drawn = running.size();
        out.flush();
    }

    private void clear() {
        out.print(UP_AND_CLEAR.repeat(drawn));
        drawn = 0;
    }
}
