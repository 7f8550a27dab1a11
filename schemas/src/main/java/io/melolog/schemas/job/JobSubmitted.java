package io.melolog.schemas.job;

import io.melolog.schemas.event.Event;
import io.melolog.schemas.work.Lane;
import java.time.Instant;
import java.util.List;

/**
 * A job as accepted; kept for ever, so it holds ids, digests, models and parameters only. The file's name lies in an object under the job id.
 *
 * @param jobId a UUIDv7, so that ids sort by time
 * @param tenant who asked
 * @param dedupScope jobs of one scope share work
 */
public record JobSubmitted(
        String jobId,
        String tenant,
        String dedupScope,
        ContentRef content,
        List<StageRequest> stages,
        Lane lane,
        Instant at)
        implements Event {
    public JobSubmitted {
        stages = List.copyOf(stages);
        if (stages.isEmpty()) {
            throw new IllegalArgumentException("a job asks for one stage at least");
        }
    }

    @Override
    public String eventKey() {
        return jobId;
    }

    @Override
    public String eventId() {
        return jobId;
    }
}
