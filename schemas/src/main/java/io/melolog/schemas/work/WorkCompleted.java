package io.melolog.schemas.work;

import io.melolog.schemas.event.Event;
import io.melolog.schemas.stage.StageResult;
import java.time.Instant;
import java.util.List;

/**
 * A stage's result: the value of the public result topics, one record per unit of work, exactly once.
 *
 * @param device what it ran on, such as {@code cpu} or {@code cuda:0}
 * @param seconds from the worker's start to the last artifact stored
 * @param worker the worker's name
 * @param at when it was finished
 */
public record WorkCompleted(
        String workId,
        WorkSpec spec,
        StageResult result,
        List<Artifact> artifacts,
        String device,
        double seconds,
        String worker,
        Instant startedAt,
        Instant at)
        implements Event {
    public WorkCompleted {
        artifacts = List.copyOf(artifacts);
    }

    @Override
    public String eventKey() {
        return workId;
    }

    @Override
    public String eventId() {
        return workId;
    }
}
