package io.melolog.standalone.cli;

import io.melolog.standalone.cli.JobDocument.StageView;
import java.util.Locale;
import java.util.stream.Collectors;

/** How stages and jobs are put in words. */
final class StageText {
    private StageText() {}

    /** Such as {@code separation 12.3 s}, {@code pitch ...}, {@code waveform reused}. */
    static String of(StageView stage) {
        return switch (stage.status()) {
            case "completed" -> stage.stage() + " " + took(stage);
            case "processing" -> stage.stage() + " ...";
            case "failed" -> stage.stage() + " failed";
            default -> stage.stage();
        };
    }

    /** What finished stages took; the waiting ones are left out. */
    static String summary(JobDocument job) {
        String stages = job.stagesOrNone().stream()
                .filter(stage -> !stage.status().equals("waiting"))
                .map(StageText::of)
                .collect(Collectors.joining(", "));
        return stages.isEmpty() ? job.status() : stages;
    }

    /** Why a job waits. */
    static String waiting(JobDocument job) {
        if (job.position() == null || job.position() <= 1) {
            return "waiting";
        }
        String expected =
                job.estimatedWaitSeconds() == null ? "" : ", about " + Math.round(job.estimatedWaitSeconds()) + " s";
        return "waiting, number " + job.position() + " in line" + expected;
    }

    /** Such as {@code 84.1 MB}, or {@code 12 kB} of little. */
    static String megabytes(long bytes) {
        return bytes < 100_000 ? Math.ceilDiv(bytes, 1000) + " kB" : String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
    }

    static String took(StageView stage) {
        if (stage.isReused()) {
            return "reused";
        }
        return stage.seconds() == null ? "done" : String.format(Locale.ROOT, "%.1f s", stage.seconds());
    }
}
