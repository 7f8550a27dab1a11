package io.melolog.standalone.cli;

import io.melolog.standalone.cli.JobDocument.StageView;
import java.io.PrintWriter;
import java.util.HashMap;
import java.util.Map;

/** One line for every change: for logs and pipes. */
final class PlainProgress implements Progress {
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
