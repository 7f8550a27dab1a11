package io.melolog.standalone.cli;

import io.melolog.standalone.cli.JobDocument.StageView;
import java.io.PrintWriter;
import java.util.HashMap;
import java.util.Map;

/** One line for every change: for logs and pipes. */
final class PlainProgress implements Progress {
    private static final int QUARTERS = 4;
    private static final int QUARTER_PERCENT = 25;

    private final PrintWriter out;
    private final PrintWriter err;
    private final Map<String, String> lastOfStage = new HashMap<>();

    PlainProgress(PrintWriter out, PrintWriter err) {
        this.out = out;
        this.err = err;
    }

    @Override
    public synchronized void uploading(String file) {
        out.println(file + ": uploading");
    }

    /** At the start and at every quarter. */
    @Override
    public synchronized void transferring(String file, String doing, long bytes, long total) {
        String done = total > 0 ? " " + QUARTER_PERCENT * (bytes * QUARTERS / total) + " %" : "";
        if (!done.equals(lastOfStage.put(file + "\n" + doing, done))) {
            out.println(file + ": " + doing + done + (total > 0 ? " of " + StageText.megabytes(total) : ""));
        }
    }

    @Override
    public synchronized void left(String file) {
        out.flush();
    }

    @Override
    public synchronized void job(String file, JobDocument job) {
        for (StageView stage : job.stagesOrNone()) {
            String last = lastOfStage.put(file + "\n" + stage.stage(), stage.status());
            if (!stage.status().equals(last) && !stage.status().equals("waiting")) {
                out.println(file + ": " + line(stage));
            }
        }
    }

    @Override
    public synchronized void finished(String file, String summary) {
        out.println(file + ": " + summary);
    }

    @Override
    public synchronized void failed(String file, String reason) {
        err.println(file + ": failed: " + reason);
    }

    @Override
    public void close() {
        out.flush();
    }

    private static String line(StageView stage) {
        return switch (stage.status()) {
            case "completed" -> stage.stage() + " done (" + StageText.took(stage) + ")";
            case "processing" -> stage.stage() + " started";
            default -> stage.stage() + " " + stage.status();
        };
    }
}
