package io.melolog.ingest.upload;

import io.melolog.ingest.problem.ProblemException;
import io.melolog.ingest.storage.ObjectStorage;
import io.melolog.schemas.storage.ObjectKeys;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Uploads by content, each stored once, and what came in on the way there. Thread-safe. */
public final class Originals {
    private static final Logger LOG = LoggerFactory.getLogger(Originals.class);
    /** Retirement spares an original that was written after it was let go: half a day is half the life of what it waits for. */
    private static final Duration REFRESHED_AFTER = Duration.ofHours(12);
    /** An object stays in incoming for the blink between its last byte and its copy. */
    private static final Duration ABANDONED_AFTER = Duration.ofHours(1);

    private static final String INCOMING = ObjectKeys.incoming("");

    private final ObjectStorage storage;
    private final Clock clock;

    public Originals(ObjectStorage storage, Clock clock) {
        this.storage = storage;
        this.clock = clock;
    }

    /** Makes sure that the content is stored under its digest, and freshly enough. */
    void keep(String incomingKey, String dedupScope, String sha256) {
        String key = ObjectKeys.original(dedupScope, sha256);
        Instant limit = clock.instant().minus(REFRESHED_AFTER);
        boolean fresh = storage.lastModified(key).filter(limit::isBefore).isPresent();
        if (!fresh) {
            storage.copy(incomingKey, key);
        }
    }

    /** Deletes what came in; a failure is left to {@link #sweep}. */
    void discard(String incomingKey) {
        try {
            storage.delete(incomingKey);
        } catch (ProblemException e) {
            LOG.atWarn()
                    .addKeyValue("key", incomingKey)
                    .addKeyValue("cause", e.getMessage())
                    .log("an incoming object stays for the sweep");
        }
    }

    /** Deletes what killed processes left behind. */
    public void sweep() {
        try {
            List<String> abandoned =
                    storage.keysOlderThan(INCOMING, clock.instant().minus(ABANDONED_AFTER));
            abandoned.forEach(this::discard);
        } catch (ProblemException e) {
            LOG.atDebug().setCause(e).log("incoming objects cannot be swept now");
        }
    }
}
