package io.melolog.worker.lease;

import io.melolog.schemas.stage.StageResult;
import java.nio.file.Path;
import java.util.List;

/**
 * What a stage made.
 *
 * @param files the artifacts, in the scratch folder
 * @param device what it ran on, such as {@code cpu} or {@code cuda:0}
 */
public record StageOutput(StageResult result, List<OutputFile> files, String device) {
    public StageOutput {
        files = List.copyOf(files);
    }

    /**
     * An artifact to be.
     *
     * @param name such as {@code vocals.flac}
     */
    public record OutputFile(String name, String mediaType, Path path) {}
}
