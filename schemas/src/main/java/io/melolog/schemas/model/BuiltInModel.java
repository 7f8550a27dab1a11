package io.melolog.schemas.model;

import io.melolog.schemas.stage.ModelRef;
import io.melolog.schemas.stage.Stage;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The models that every worker can run without files from the bucket; always registered. */
public enum BuiltInModel {
    MASK_NETWORK(
            "masknet@1",
            Stage.SEPARATION,
            "preview",
            "a small network in plain Java: quick, a preview beside large networks"),
    MELODY_COMB(
            "melody-comb@1",
            Stage.SEPARATION,
            "preview",
            "follows the melody with a comb of its harmonics; nothing learned"),
    EXTERNAL(
            "external@1",
            Stage.SEPARATION,
            "unknown",
            "a separation service of your own, set by melolog.separator.url"),
    PYIN("pyin@1", Stage.PITCH, "full", "probabilistic YIN and a note model"),
    PEAKS("peaks@1", Stage.WAVEFORM, "full", "minima and maxima for drawing");

    private static final List<String> TWO_STEMS = List.of("vocals", "accompaniment");

    private final ModelRef ref;
    private final Stage stage;
    private final String quality;
    private final String description;

    BuiltInModel(String ref, Stage stage, String quality, String description) {
        this.ref = ModelRef.parse(ref);
        this.stage = stage;
        this.quality = quality;
        this.description = description;
    }

    public static Optional<BuiltInModel> find(ModelRef ref) {
        return Arrays.stream(values()).filter(model -> model.ref.equals(ref)).findFirst();
    }

    public ModelRef ref() {
        return ref;
    }

    public Stage stage() {
        return stage;
    }

    /** What listeners can expect: {@code preview}, {@code full} or {@code unknown}. */
    public String quality() {
        return quality;
    }

    /** A line for people. */
    public String description() {
        return description;
    }

    /** What it separates into; empty for other stages. */
    public List<String> stems() {
        return stage == Stage.SEPARATION ? TWO_STEMS : List.of();
    }
}
