package io.melolog.ingest.access;

import io.melolog.ingest.log.MemoryView;
import io.melolog.ingest.problem.ProblemException;
import io.melolog.schemas.access.ApiKey;
import io.melolog.schemas.event.EventJson;
import io.melolog.schemas.topic.Topics;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * The keys of all tenants, in memory on every replica. A key that is not known is looked for again once the view has read everything that was in
 * the log when it came, so that a key works everywhere as soon as it was made. Thread-safe.
 */
public final class ApiKeys implements AutoCloseable {
    private static final MemoryView.Source<KeySet> SOURCE = new MemoryView.Source<>(
            "keys",
            List.of(Topics.KEY_REGISTERED),
            KeySet.EMPTY,
            (known, topic, json) -> known.with(EventJson.read(json, ApiKey.class)),
            "Which keys are valid cannot be told at the moment. Try again.");
    /** What an unknown key is compared with, so that it takes as long as a known one. */
    private static final String NO_DIGEST = "0".repeat(64);

    private final MemoryView<KeySet> view;

    public ApiKeys(MemoryView.Settings settings, Admin admin, MeterRegistry meters) {
        this.view = new MemoryView<>(SOURCE, settings, admin, meters);
    }

    public void start() {
        view.start();
    }

    /** Whether it has caught up with what was in the log when this process began. */
    public boolean isReady() {
        return view.isReady();
    }

    /**
     * The key whose text that is, also where it is no longer valid.
     *
     * @throws ProblemException {@code view_behind} when that cannot be told in time
     */
    Optional<ApiKey> proven(KeyText given) {
        Optional<ApiKey> known = find(given.id());
        String expected = known.map(ApiKey::sha256).orElse(NO_DIGEST);
        return KeyText.isDigestOf(given.text(), expected) ? known : Optional.empty();
    }

    Optional<ApiKey> find(String keyId) {
        Optional<ApiKey> known = view.caughtUp().find(keyId);
        if (known.isEmpty()) {
            view.awaitWhatIsInTheLog();
            known = view.now().find(keyId);
        }
        return known;
    }

    List<ApiKey> all() {
        view.awaitWhatIsInTheLog();
        return view.now().all();
    }

    /** Returns when the record is in the view, so that who wrote it reads it. */
    void awaitRecord(RecordMetadata entry) {
        view.awaitRecord(entry);
    }

    @Override
    public void close() {
        view.close();
    }
}
