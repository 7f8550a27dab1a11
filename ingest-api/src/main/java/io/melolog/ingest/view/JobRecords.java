package io.melolog.ingest.view;

import io.melolog.ingest.view.ViewedJob.Erased;
import io.melolog.ingest.view.ViewedJob.Known;
import io.melolog.ingest.view.ViewedJob.Submitted;
import io.melolog.schemas.event.EventFormatException;
import io.melolog.schemas.event.EventJson;
import io.melolog.schemas.job.JobStatus;
import io.melolog.schemas.job.JobSubmitted;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** A viewed job as bytes on disk: which topic it came from, then the JSON of that topic's record. */
final class JobRecords {
    private static final byte SUBMITTED = 'S';
    private static final byte STATUS = 'T';

    private JobRecords() {}

    static byte[] write(ViewedJob job) {
        return switch (job) {
            case Submitted submitted -> tagged(SUBMITTED, EventJson.write(submitted.submission()));
            case Known known -> tagged(STATUS, EventJson.write(known.status()));
            case Erased erased -> tagged(STATUS, EventJson.write(erased.status()));
        };
    }

    static ViewedJob read(byte[] bytes) {
        byte[] json = Arrays.copyOfRange(bytes, 1, bytes.length);
        return switch (bytes[0]) {
            case SUBMITTED -> new Submitted(EventJson.read(json, JobSubmitted.class));
            case STATUS -> of(EventJson.read(json, JobStatus.class));
            default -> throw new EventFormatException("not a stored job", null);
        };
    }

    static ViewedJob of(JobStatus status) {
        return switch (status) {
            case JobStatus.Known known -> new Known(known);
            case JobStatus.Erased erased -> new Erased(erased);
        };
    }

    private static byte[] tagged(byte tag, byte[] json) {
        return ByteBuffer.allocate(json.length + 1).put(tag).put(json).array();
    }
}
