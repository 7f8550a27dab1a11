package io.melolog.schemas.job;

import io.melolog.schemas.stage.ModelRef;
import io.melolog.schemas.stage.Stage;

/** A stage of a job's plan and the work that answers it. */
public record PlannedStage(Stage stage, String workId, ModelRef model) {}
