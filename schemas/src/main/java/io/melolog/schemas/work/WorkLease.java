package io.melolog.schemas.work;

import io.melolog.schemas.stage.Stage;

/**
 * Who works on what.
 *
 * @param delivery how often the broker has handed this request out, 1 for the first time
 * @param worker the worker's name
 */
public record WorkLease(String workId, String requestId, Stage stage, int attempt, int delivery, String worker) {}
