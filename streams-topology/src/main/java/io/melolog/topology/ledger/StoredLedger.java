package io.melolog.topology.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** The ledger's four stores, and their keys. One per task; not thread-safe, like its stores. */
final class StoredLedger {
    private static final char SEPARATOR = '|';
    private static final char LAST = '\uffff';
    private static final char NEXT = '\u0000';

    private final KeyValueStore<String, WorkEntry> works;
    private final KeyValueStore<String, Waiter> waiters;
    private final KeyValueStore<String, Hold> holds;
    private final KeyValueStore<String, DueItem> dues;
    /** Nothing is due before this key: spares each look a walk over what was deleted there. */
    private String firstDueKey = "";

    StoredLedger(
            KeyValueStore<String, WorkEntry> works,
            KeyValueStore<String, Waiter> waiters,
            KeyValueStore<String, Hold> holds,
            KeyValueStore<String, DueItem> dues) {
        this.works = works;
        this.waiters = waiters;
        this.holds = holds;
        this.dues = dues;
    }

    WorkView view(String workId) {
        return new StoredWork(workId, works.get(workId));
    }

    void put(String workId, @Nullable WorkEntry entry) {
        if (entry == null) {
            works.delete(workId);
        } else {
            works.put(workId, entry);
        }
    }

    void put(String workId, Waiter waiter) {
        waiters.put(waiterKey(workId, waiter.jobId(), waiter.runId()), waiter);
    }

    void remove(String workId, Waiter waiter) {
        waiters.delete(waiterKey(workId, waiter.jobId(), waiter.runId()));
    }

    void put(String workId, Hold hold) {
        holds.put(holdKey(workId, hold.jobId()), hold);
    }

    void removeHold(String workId, String jobId) {
        holds.delete(holdKey(workId, jobId));
    }

    void schedule(DueItem item) {
        String key = dueKey(item);
        dues.put(key, item);
        if (key.compareTo(firstDueKey) < 0) {
            firstDueKey = key;
        }
    }

    void remove(DueItem item) {
        dues.delete(dueKey(item));
    }

    /** What is due, earliest first. */
    List<DueItem> due(Instant now, int limit) {
        return values(dues, firstDueKey, time(now) + LAST, limit);
    }

    /** When something is due next. */
    Optional<Instant> nextDue() {
        try (KeyValueIterator<String, DueItem> items = dues.range(firstDueKey, Character.toString(LAST))) {
            if (!items.hasNext()) {
                return Optional.empty();
            }
            KeyValue<String, DueItem> first = items.next();
            firstDueKey = first.key;
            return Optional.of(first.value.at());
        }
    }

    private static String waiterKey(String workId, String jobId, int runId) {
        return workId + SEPARATOR + jobId + SEPARATOR + "%06d".formatted(runId);
    }

    private static String holdKey(String workId, String jobId) {
        return workId + SEPARATOR + jobId;
    }

    static String dueKey(DueItem item) {
        return time(item.at()) + SEPARATOR + item.workId() + SEPARATOR + item.kind();
    }

    private static String time(Instant at) {
        return "%015d".formatted(at.toEpochMilli());
    }

    private static <V> List<V> values(KeyValueStore<String, V> store, String from, String to, int limit) {
        List<V> values = new ArrayList<>();
        try (KeyValueIterator<String, V> entries = store.range(from, to)) {
            while (entries.hasNext() && values.size() < limit) {
                values.add(entries.next().value);
            }
        }
        return values;
    }

    /** Reads through to the stores. */
    private final class StoredWork implements WorkView {
        private final String workId;
        private final @Nullable WorkEntry entry;

        StoredWork(String workId, @Nullable WorkEntry entry) {
            this.workId = workId;
            this.entry = entry;
        }

        @Override
        public String workId() {
            return workId;
        }

        @Override
        public @Nullable WorkEntry entry() {
            return entry;
        }

        @Override
        public @Nullable Waiter waiter(String jobId, int runId) {
            return waiters.get(waiterKey(workId, jobId, runId));
        }

        @Override
        public List<Waiter> waiters(@Nullable Waiter after, int limit) {
            String prefix = workId + SEPARATOR;
            String from = after == null ? prefix : waiterKey(workId, after.jobId(), after.runId()) + NEXT;
            return values(waiters, from, prefix + LAST, limit);
        }

        @Override
        public List<Waiter> waitersOf(String jobId) {
            String prefix = workId + SEPARATOR + jobId + SEPARATOR;
            return values(waiters, prefix, prefix + LAST, Integer.MAX_VALUE);
        }

        @Override
        public @Nullable Hold hold(String jobId) {
            return holds.get(holdKey(workId, jobId));
        }

        @Override
        public List<Hold> holds(int limit) {
            String prefix = workId + SEPARATOR;
            return values(holds, prefix, prefix + LAST, limit);
        }

        @Override
        public Optional<String> earliestHolder(String tenant, String beforeJobId) {
            try (KeyValueIterator<String, Hold> all = holds.range(workId + SEPARATOR, holdKey(workId, beforeJobId))) {
                while (all.hasNext()) {
                    Hold hold = all.next().value;
                    if (!hold.failed()
                            && hold.tenant().equals(tenant)
                            && !hold.jobId().equals(beforeJobId)) {
                        return Optional.of(hold.jobId());
                    }
                }
            }
            return Optional.empty();
        }
    }
}
