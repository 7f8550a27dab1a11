package io.melolog.ingest.app;

import io.melolog.ingest.idempotency.Claims;
import io.melolog.ingest.model.ModelRegistry;
import io.melolog.ingest.problem.ProblemException;
import io.melolog.ingest.storage.ObjectStorage;
import io.melolog.ingest.upload.Originals;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the bucket as soon as the storage answers, then clears once an hour what killed processes and unfinished registrations left in it, and
 * idempotency keys that have expired. */
final class Housekeeping implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final Duration SWEEP_EVERY = Duration.ofHours(1);

    private final ObjectStorage storage;
    private final Originals originals;
    private final ModelRegistry models;
    private final Claims claims;
    private final Thread thread = Thread.ofVirtual().name("ingest-housekeeping").unstarted(this::run);

    Housekeeping(ObjectStorage storage, Originals originals, ModelRegistry models, Claims claims) {
        this.storage = storage;
        this.originals = originals;
        this.models = models;
        this.claims = claims;
    }

    void start() {
        thread.start();
    }

    private void run() {
        try {
            while (!ensureBucket()) {
                Thread.sleep(RETRY);
            }
            while (true) {
                originals.sweep();
                models.sweep();
                claims.sweep();
                Thread.sleep(SWEEP_EVERY);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean ensureBucket() {
        try {
            storage.ensureBucket();
            return true;
        } catch (ProblemException e) {
            LOG.atWarn().addKeyValue("cause", e.getMessage()).log("the bucket cannot be made sure of; trying again");
            return false;
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
