package io.melolog.schemas.stage;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Optional;

/** The catalogue of stages. A new stage is a row here, a {@link StageParameters}, a {@link StageResult} and one class in the worker. */
public enum Stage {
    SEPARATION("separation", 1, Slot.GPU, new ModelRef("masknet", "1"), StageParameters.Separation.DEFAULT),
    PITCH("pitch", 2, Slot.CPU, new ModelRef("pyin", "1"), StageParameters.Pitch.DEFAULT),
    WAVEFORM("waveform", 1, Slot.CPU, new ModelRef("peaks", "1"), StageParameters.Waveform.DEFAULT);

    /** What a stage occupies on a worker while it runs. */
    public enum Slot {
        GPU,
        CPU
    }

    private final String id;
    private final int version;
    private final Slot slot;
    private final ModelRef defaultModel;
    private final StageParameters defaultParameters;

    Stage(String id, int version, Slot slot, ModelRef defaultModel, StageParameters defaultParameters) {
        this.id = id;
        this.version = version;
        this.slot = slot;
        this.defaultModel = defaultModel;
        this.defaultParameters = defaultParameters;
    }

    /** The name in JSON, in topics and for users. */
    @JsonValue
    public String id() {
        return id;
    }

    /** Raised whenever a code change changes the stage's output; part of every work id. */
    public int version() {
        return version;
    }

    public Slot slot() {
        return slot;
    }

    public ModelRef defaultModel() {
        return defaultModel;
    }

    public StageParameters defaultParameters() {
        return defaultParameters;
    }

    public static Optional<Stage> find(String id) {
        return Arrays.stream(values()).filter(stage -> stage.id.equals(id)).findFirst();
    }

    /** @throws IllegalArgumentException when there is no such stage */
    @JsonCreator
    public static Stage of(String id) {
        return find(id).orElseThrow(() -> new IllegalArgumentException("no stage is called " + id));
    }
}
