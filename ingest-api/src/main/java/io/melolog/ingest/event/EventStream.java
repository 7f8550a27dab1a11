package io.melolog.ingest.event;

import io.melolog.ingest.job.JobDocuments;
import io.melolog.ingest.view.JobLookup;
import io.melolog.ingest.view.Signals;
import io.melolog.ingest.view.Signals.Watch;
import io.melolog.ingest.view.StoredEvent;
import io.melolog.ingest.view.ViewStore;
import io.melolog.ingest.view.ViewedJob;
import io.melolog.ingest.view.ViewedJob.Present;
import io.melolog.schemas.event.EventJson;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One client's stream: what has happened since the event that it saw last, then what happens. Every event is read from the view when the client is
 * ready for it, so a slow client costs a thread and no memory. Used by one thread.
 */
final class EventStream {
    private static final Duration RETRY = Duration.ofSeconds(2);
    /** A client that hears of the end reads the document next: it should find the end there, unless the notifier is down. */
    private static final Duration DOCUMENT_WAIT = Duration.ofSeconds(2);

    private static final int BATCH = 64;

    private final String jobId;
    private final ViewStore store;
    private final JobLookup lookup;
    private final JobDocuments documents;
    private final Signals signals;
    private final EventProperties properties;
    private final EventWriter writer;
    private long last;

    /** Why a stream ended. */
    enum End {
        FINISHED,
        ERASED,
        EXPIRED,
        CLOSING
    }

    /** @param last the sequence of the event that the client saw last; 0 when it saw none */
    EventStream(
            String jobId,
            long last,
            ViewStore store,
            JobLookup lookup,
            JobDocuments documents,
            Signals signals,
            EventProperties properties,
            EventWriter writer) {
        this.jobId = jobId;
        this.last = last;
        this.store = store;
        this.lookup = lookup;
        this.documents = documents;
        this.signals = signals;
        this.properties = properties;
        this.writer = writer;
    }

    /** Whether a client that saw the event {@code last} has seen everything that there will be. */
    static boolean isOver(Present job, long last) {
        return job instanceof ViewedJob.Known known
                && known.state().isFinal()
                && known.status().sequence() <= last;
    }

    /**
     * Streams until there is nothing left to say.
     *
     * @throws IOException when the client is gone or too slow
     */
    End run() throws IOException {
        long endNanos = System.nanoTime() + properties.maxDuration().toNanos();
        try (Watch watch = signals.watch(jobId)) {
            ProgressNews news = new ProgressNews(documents, watch);
            writer.retry(RETRY);
            while (true) {
                Optional<End> end = sendEvents(watch);
                if (end.isPresent()) {
                    return end.get();
                }
                for (ProgressNews.Progress progress : progress(news)) {
                    writer.event(progress.type(), EventJson.mapper().writeValueAsString(progress));
                }
                if (signals.isClosed() || Thread.currentThread().isInterrupted()) {
                    return End.CLOSING;
                }
                if (System.nanoTime() > endNanos) {
                    return End.EXPIRED;
                }
                awaitMore(watch, Duration.ofNanos(endNanos - System.nanoTime()));
            }
        }
    }

    private void awaitMore(Watch watch, Duration left) throws IOException {
        Duration quiet = properties.heartbeat().minus(writer.silence());
        watch.await(quiet.compareTo(left) < 0 ? quiet : left);
        if (writer.silence().compareTo(properties.heartbeat()) >= 0) {
            writer.heartbeat();
        }
    }

    private Optional<End> sendEvents(Watch watch) throws IOException {
        Optional<ViewedJob> job = lookup.known(jobId);
        while (true) {
            List<StoredEvent> events = store.events(jobId, last, BATCH);
            for (StoredEvent event : events) {
                if (event.isEnd()) {
                    awaitDocument(watch, event.sequence());
                }
                writer.event(event.sequence(), event.type(), event.json());
                last = event.sequence();
                if (event.isEnd()) {
                    return Optional.of(event.isErasure() ? End.ERASED : End.FINISHED);
                }
            }
            if (events.size() < BATCH) {
                break;
            }
        }
        if (lookup.isDenied(jobId) || job.orElse(null) instanceof ViewedJob.Erased) {
            return Optional.of(End.ERASED);
        }
        return job.orElse(null) instanceof Present present && isOver(present, last)
                ? Optional.of(End.FINISHED)
                : Optional.empty();
    }

    private void awaitDocument(Watch watch, long sequence) {
        long endNanos = System.nanoTime() + DOCUMENT_WAIT.toNanos();
        while (!shows(sequence)) {
            long leftNanos = endNanos - System.nanoTime();
            if (leftNanos <= 0 || signals.isClosed() || Thread.currentThread().isInterrupted()) {
                return;
            }
            watch.await(Duration.ofNanos(leftNanos));
        }
    }

    private boolean shows(long sequence) {
        return switch (lookup.known(jobId).orElse(null)) {
            case null -> false;
            case ViewedJob.Submitted submitted -> false;
            case ViewedJob.Known known -> known.status().sequence() >= sequence;
            case ViewedJob.Erased erased -> true;
        };
    }

    private List<ProgressNews.Progress> progress(ProgressNews news) {
        return lookup.known(jobId)
                .filter(Present.class::isInstance)
                .map(Present.class::cast)
                .map(news::of)
                .orElse(List.of());
    }
}
