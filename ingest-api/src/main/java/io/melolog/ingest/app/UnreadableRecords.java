package io.melolog.ingest.app;

import io.melolog.ingest.log.EventLog;
import io.melolog.ingest.log.TraceParent;
import io.melolog.schemas.deadletter.DeadLetter;
import io.melolog.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Says in the dead-letter topic which records the view could not read; replicas say the same under the same id. */
final class UnreadableRecords {
    private final EventLog log;
    private final Clock clock;

    UnreadableRecords(EventLog log, Clock clock) {
        this.log = log;
        this.clock = clock;
    }

    void report(ConsumerRecord<byte[], byte[]> entry) {
        String key = entry.key() == null ? "" : new String(entry.key(), StandardCharsets.UTF_8);
        var unused = log.send(
                Topics.DEAD_LETTER,
                new DeadLetter(
                        entry.topic(),
                        entry.partition(),
                        entry.offset(),
                        key,
                        "ingest-api",
                        "unreadable_record",
                        null,
                        1,
                        clock.instant()),
                TraceParent.continuing(null));
    }
}
