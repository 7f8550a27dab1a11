package io.melolog.ingest.job;

import io.melolog.ingest.storage.ObjectStorage;
import io.melolog.schemas.event.EventFormatException;
import io.melolog.schemas.event.EventJson;
import io.melolog.schemas.job.SubmissionDetails;
import io.melolog.schemas.storage.ObjectKeys;
import io.melolog.schemas.work.Artifact;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** The parts of a job document that lie in the storage: the file's name and the notes. A few are kept in memory. Thread-safe. */
public final class StoredJson {
    private static final int MAX_DETAILS_BYTES = 64 * 1024;
    private static final int MAX_NOTES_BYTES = 32 * 1024 * 1024;
    private static final int DETAILS_KEPT = 2_000;
    private static final int NOTES_KEPT = 32;

    private final ObjectStorage storage;
    private final Map<String, SubmissionDetails> details = leastRecentlyUsed(DETAILS_KEPT);
    private final Map<String, JsonNode> notes = leastRecentlyUsed(NOTES_KEPT);

    public StoredJson(ObjectStorage storage) {
        this.storage = storage;
    }

    /** What came with the submission; empty when it was erased. */
    public Optional<SubmissionDetails> details(String jobId) {
        return cached(details, jobId, () -> storage.read(ObjectKeys.submissionDetails(jobId), MAX_DETAILS_BYTES)
                .flatMap(json -> parsed(() -> EventJson.read(json, SubmissionDetails.class))));
    }

    /** The {@code notes} of a {@code notes.json}; empty when the object is gone or is something else. */
    Optional<JsonNode> notes(Artifact artifact) {
        return cached(notes, artifact.sha256(), () -> storage.read(artifact.key(), MAX_NOTES_BYTES)
                .flatMap(json -> parsed(() -> EventJson.mapper().readTree(json).path("notes")))
                .filter(JsonNode::isArray));
    }

    /** Drops what is kept in memory of a job whose objects went. */
    public void forget(String jobId) {
        details.remove(jobId);
    }

    private static <T> Optional<T> parsed(Supplier<T> parser) {
        try {
            return Optional.of(parser.get());
        } catch (EventFormatException | JacksonException e) {
            return Optional.empty();
        }
    }

    private static <T> Optional<T> cached(Map<String, T> cache, String key, Supplier<Optional<T>> reader) {
        T known = cache.get(key);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<T> found = reader.get();
        found.ifPresent(value -> cache.put(key, value));
        return found;
    }

    private static <T> Map<String, T> leastRecentlyUsed(int capacity) {
        return Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, T> eldest) {
                return size() > capacity;
            }
        });
    }
}
