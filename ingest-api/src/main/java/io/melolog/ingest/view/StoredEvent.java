package io.melolog.ingest.view;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.melolog.schemas.event.EventFormatException;
import io.melolog.schemas.event.EventJson;
import io.melolog.schemas.job.JobEvent;
import java.nio.ByteBuffer;

/**
 * An event of a job as it stands in the log.
 *
 * @param type what happened, such as {@code stage-started}
 * @param json the record's value, byte for byte
 * @param isEnd nothing that a submission asked for comes after it
 */
public record StoredEvent(String jobId, long sequence, String type, String json, boolean isEnd, boolean isErasure) {

    /** @throws EventFormatException when it is no event of a job */
    static StoredEvent read(byte[] json) {
        JobEvent event = EventJson.read(json, JobEvent.class);
        String type =
                switch (event) {
                    case JobEvent.Planned planned -> "planned";
                    case JobEvent.StageStarted started -> "stage-started";
                    case JobEvent.StageFinished finished -> "stage-finished";
                    case JobEvent.Completed completed -> "completed";
                    case JobEvent.Failed failed -> "failed";
                    case JobEvent.Erased erased -> "erased";
                };
        boolean erasure = event instanceof JobEvent.Erased;
        boolean end = erasure
                || event.runId() == 0 && (event instanceof JobEvent.Completed || event instanceof JobEvent.Failed);
        return new StoredEvent(event.jobId(), event.sequence(), type, new String(json, UTF_8), end, erasure);
    }

    byte[] bytes() {
        return json.getBytes(UTF_8);
    }

    /** Keys of a job's events sort by sequence. */
    static byte[] key(String jobId, long sequence) {
        byte[] prefix = (jobId + '\0').getBytes(UTF_8);
        return ByteBuffer.allocate(prefix.length + Long.BYTES)
                .put(prefix)
                .putLong(sequence)
                .array();
    }
}
