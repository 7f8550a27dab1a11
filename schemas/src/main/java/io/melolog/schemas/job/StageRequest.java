package io.melolog.schemas.job;

import io.melolog.schemas.stage.ModelRef;
import io.melolog.schemas.stage.Stage;
import io.melolog.schemas.stage.StageParameters;

/** A requested analysis, with the model and parameters that were resolved when the job was accepted. */
public record StageRequest(Stage stage, ModelRef model, StageParameters parameters) {
    /** The stage as it runs when a submission says nothing else. */
    public static StageRequest byDefault(Stage stage) {
        return new StageRequest(stage, stage.defaultModel(), stage.defaultParameters());
    }
}
