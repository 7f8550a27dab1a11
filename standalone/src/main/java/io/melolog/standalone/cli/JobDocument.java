package io.melolog.standalone.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the command line reads of the API's job document. */
record JobDocument(
        String id,
        String status,
        @Nullable Integer position,
        @Nullable Double estimatedWaitSeconds,
        @Nullable Double progress,
        @Nullable List<StageView> stages,
        @Nullable Content content,
        @Nullable String duplicateOf,
        @Nullable List<ArtifactView> artifacts,
        @Nullable ErrorView error,
        @Nullable String createdAt) {

    record StageView(
            String stage,
            String status,
            @Nullable Double seconds,
            @Nullable Boolean reused,
            @Nullable String quality) {
        boolean isReused() {
            return Boolean.TRUE.equals(reused);
        }
    }

    record Content(@Nullable String fileName, @Nullable Double durationSeconds) {}

    record ArtifactView(String name, long bytes, String sha256) {}

    record ErrorView(String code, String title, @Nullable String detail) {
        String text() {
            return detail == null || detail.isBlank() ? title : title + ": " + detail;
        }
    }

    boolean isCompleted() {
        return status.equals("completed");
    }

    boolean isFinal() {
        return isCompleted() || status.equals("failed");
    }

    List<StageView> stagesOrNone() {
        return stages == null ? List.of() : stages;
    }

    List<ArtifactView> artifactsOrNone() {
        return artifacts == null ? List.of() : artifacts;
    }

    /** 0..1. */
    double fraction() {
        return isCompleted() ? 1 : progress == null ? 0 : Math.clamp(progress, 0, 1);
    }
}
