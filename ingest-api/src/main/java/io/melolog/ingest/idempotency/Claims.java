package io.melolog.ingest.idempotency;

import io.melolog.ingest.problem.ProblemCode;
import io.melolog.ingest.problem.ProblemException;
import io.melolog.ingest.storage.ObjectStorage;
import io.melolog.schemas.event.EventFormatException;
import io.melolog.schemas.event.EventJson;
import io.melolog.schemas.job.JobSubmitted;
import io.melolog.schemas.storage.ObjectKeys;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which submission a key stands for: an object in the bucket that only one writer can create ({@code If-None-Match: *}), so that any number of
 * replicas agree. Thread-safe.
 */
public final class Claims {
    private static final Logger LOG = LoggerFactory.getLogger(Claims.class);
    private static final String JSON = "application/json";
    private static final int MAX_BYTES = 256 * 1024;
    private static final int TRIES = 3;
    private static final int RETRY_AFTER_SECONDS = 1;

    private final ObjectStorage storage;
    private final Duration keep;
    private final Clock clock;

    /** @param keep how long a key stands for its submission, at least */
    public Claims(ObjectStorage storage, Duration keep, Clock clock) {
        if (keep.compareTo(Duration.ofMinutes(1)) < 0) {
            throw new IllegalArgumentException("melolog.idempotency.keep must be 1m or more, not " + keep);
        }
        this.storage = storage;
        this.keep = keep;
        this.clock = clock;
    }

    /**
     * What a key stands for.
     *
     * @param replayed the key was there before
     */
    public record Claimed(JobSubmitted submission, boolean replayed) {}

    /**
     * Makes the key stand for {@code proposal}, unless it stands for something already.
     *
     * @param bodySha256 of what was asked for
     * @throws ProblemException {@code idempotency_key_reused} when it stands for another body
     */
    public Claimed claim(IdempotencyKey key, String bodySha256, JobSubmitted proposal) {
        String objectKey = ObjectKeys.idempotency(proposal.tenant(), key.sha256());
        byte[] claim = EventJson.write(new Claim(proposal.jobId(), bodySha256, proposal));
        for (int i = 0; i < TRIES; i++) {
            if (storage.putIfAbsent(objectKey, claim, JSON)) {
                return new Claimed(proposal, false);
            }
            Optional<Claim> earlier = read(objectKey);
            if (earlier.isPresent()) {
                return new Claimed(sameBody(earlier.get(), bodySha256).submission(), true);
            }
        }
        throw ProblemException.passing(
                ProblemCode.STORAGE_UNAVAILABLE,
                "The Idempotency-Key could not be looked up. Try again.",
                RETRY_AFTER_SECONDS,
                null);
    }

    private Optional<Claim> read(String objectKey) {
        try {
            return storage.read(objectKey, MAX_BYTES).map(json -> EventJson.read(json, Claim.class));
        } catch (EventFormatException e) {
            throw new IllegalStateException("not a claim: " + objectKey, e);
        }
    }

    private static Claim sameBody(Claim earlier, String bodySha256) {
        if (!earlier.bodySha256().equals(bodySha256)) {
            throw ProblemException.of(
                    ProblemCode.IDEMPOTENCY_KEY_REUSED,
                    "The Idempotency-Key was used for another file or other fields. Take a new key for a new submission.");
        }
        return earlier;
    }

    /** Forgets keys that are old enough. */
    public void sweep() {
        Instant limit = clock.instant().minus(keep);
        try {
            storage.keysOlderThan(ObjectKeys.IDEMPOTENCY, limit).forEach(key -> forget(key, limit));
        } catch (ProblemException e) {
            LOG.atDebug().setCause(e).log("idempotency keys cannot be swept now");
        }
    }

    /** Another replica may have forgotten it in the meantime, and a new submission claimed it. */
    private void forget(String objectKey, Instant limit) {
        if (storage.lastModified(objectKey).filter(limit::isAfter).isPresent()) {
            storage.delete(objectKey);
        }
    }
}
