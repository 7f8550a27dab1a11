package io.melolog.standalone.model;

import io.melolog.schemas.model.ModelFormat;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * What files hold.
 *
 * @param files in the order of the format
 * @param stems what the model separates into, in the order of its output
 * @param sampleRateHz of the audio that it takes
 * @param segmentSeconds how much of it at a time
 */
public record InspectedModel(
        ModelFormat format, List<Path> files, List<String> stems, int sampleRateHz, double segmentSeconds) {
    public InspectedModel {
        files = List.copyOf(files);
        stems = List.copyOf(stems);
    }

    /** For people: {@code drums, bass, other, vocals; 44100 Hz; segments of 7.8 s}. */
    public String text() {
        return String.format(
                Locale.ROOT, "%s; %d Hz; segments of %.1f s", String.join(", ", stems), sampleRateHz, segmentSeconds);
    }
}
