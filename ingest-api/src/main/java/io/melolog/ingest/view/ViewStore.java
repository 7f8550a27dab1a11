package io.melolog.ingest.view;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.melolog.schemas.job.JobStatus.State;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * Jobs and read positions on disk. Records and the positions behind them are written together, so that a killed process goes on exactly where
 * its data ends. One writer, any number of readers; reading after {@link #close} throws instead of crashing the process.
 */
public final class ViewStore implements AutoCloseable {
    /** Raised when the layout on disk changes: an older view is dropped and read anew from the log. */
    private static final String LAYOUT = "2";

    private static final byte[] ORIGIN = "origin".getBytes(UTF_8);

    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    private final ViewDatabase database;
    private boolean open = true;

    /** A change that was stored. */
    record Change(@Nullable ViewedJob before, ViewedJob after) {}

    /** @throws IllegalStateException when the folder cannot be used, for instance because another process uses it */
    public ViewStore(Path folder) {
        try {
            this.database = new ViewDatabase(folder);
        } catch (RocksDBException e) {
            throw new IllegalStateException("the view in " + folder + " cannot be opened: " + e.getMessage(), e);
        }
    }

    /** The job, erased ones included. */
    public Optional<ViewedJob> get(String jobId) {
        return access(() -> Optional.ofNullable(database.db.get(database.jobs, jobId.getBytes(UTF_8)))
                .map(JobRecords::read));
    }

    /**
     * Some jobs from the newest to the oldest.
     *
     * @param nextOlderThan where to go on; null when there is nothing older
     */
    public record Page(List<ViewedJob> jobs, @Nullable String nextOlderThan) {
        public Page {
            jobs = List.copyOf(jobs);
        }
    }

    /**
     * A page of the jobs that are wanted. It may have fewer than {@code limit}, and yet not be the last.
     *
     * @param olderThan a job id: only jobs before it; null for the newest
     */
    public Page page(JobFilter filter, @Nullable String olderThan, int limit) {
        return access(() -> {
            try (PageScan scan = new PageScan(database, filter, olderThan)) {
                return scan.page(limit);
            }
        });
    }

    /** Every tenant's jobs of a state, from the newest to the oldest. */
    List<ViewedJob> newest(State state, int limit) {
        return newest(IndexKeys.ofState(state), null, limit);
    }

    private List<ViewedJob> newest(String prefix, @Nullable String olderThan, int limit) {
        return access(() -> {
            List<ViewedJob> found = new ArrayList<>();
            try (RocksIterator keys = database.db.newIterator(database.index)) {
                seekBelow(keys, prefix, olderThan);
                for (; found.size() < limit && keys.isValid() && startsWith(keys.key(), prefix); keys.prev()) {
                    byte[] job = database.db.get(database.jobs, jobIdOf(keys.key(), prefix));
                    if (job != null) {
                        found.add(JobRecords.read(job));
                    }
                }
            }
            return found;
        });
    }

    static void seekBelow(RocksIterator keys, String prefix, @Nullable String olderThan) {
        byte[] limit = IndexKeys.key(prefix, olderThan == null ? "~" : olderThan);
        keys.seekForPrev(limit);
        if (keys.isValid() && Arrays.equals(keys.key(), limit)) {
            keys.prev();
        }
    }

    static boolean startsWith(byte[] key, String prefix) {
        return new String(key, UTF_8).startsWith(prefix);
    }

    static byte[] jobIdOf(byte[] key, String prefix) {
        return new String(key, UTF_8).substring(prefix.length()).getBytes(UTF_8);
    }

    /** A job's events after one of them, in their order. */
    public List<StoredEvent> events(String jobId, long after, int limit) {
        return access(() -> {
            List<StoredEvent> found = new ArrayList<>();
            byte[] prefix = (jobId + '\0').getBytes(UTF_8);
            try (RocksIterator entries = database.db.newIterator(database.events)) {
                entries.seek(StoredEvent.key(jobId, after + 1));
                for (; found.size() < limit && entries.isValid(); entries.next()) {
                    if (!Arrays.equals(prefix, Arrays.copyOf(entries.key(), prefix.length))) {
                        break;
                    }
                    found.add(StoredEvent.read(entries.value()));
                }
            }
            return found;
        });
    }

    /** Stores records and the positions behind them, all or nothing; returns which jobs changed. */
    List<Change> apply(List<ViewedJob> records, List<StoredEvent> events, Map<TopicPartition, Long> positions) {
        return access(() -> {
            Map<String, ViewedJob> current = new HashMap<>();
            List<Change> changes = new ArrayList<>();
            try (WriteBatch batch = new WriteBatch();
                    WriteOptions options = new WriteOptions()) {
                for (ViewedJob incoming : records) {
                    apply(incoming, current, batch).ifPresent(changes::add);
                }
                for (StoredEvent event : events) {
                    apply(event, batch);
                }
                for (Map.Entry<TopicPartition, Long> position : positions.entrySet()) {
                    batch.put(database.positions, keyOf(position.getKey()), bytesOf(position.getValue()));
                }
                database.db.write(options, batch);
            }
            return changes;
        });
    }

    private Optional<Change> apply(ViewedJob incoming, Map<String, ViewedJob> current, WriteBatch batch)
            throws RocksDBException {
        String jobId = incoming.jobId();
        ViewedJob before =
                current.containsKey(jobId) ? current.get(jobId) : get(jobId).orElse(null);
        ViewedJob after = before == null ? incoming : before.updatedBy(incoming);
        if (after.equals(before)) {
            return Optional.empty();
        }
        for (byte[] key : IndexKeys.of(before)) {
            batch.delete(database.index, key);
        }
        for (byte[] key : IndexKeys.of(after)) {
            batch.put(database.index, key, new byte[0]);
        }
        batch.put(database.jobs, jobId.getBytes(UTF_8), JobRecords.write(after));
        current.put(jobId, after);
        return Optional.of(new Change(before, after));
    }

    /** Of an erased job only its erasure stays. */
    private void apply(StoredEvent event, WriteBatch batch) throws RocksDBException {
        if (event.isErasure()) {
            batch.deleteRange(
                    database.events, StoredEvent.key(event.jobId(), 0), StoredEvent.key(event.jobId(), Long.MAX_VALUE));
        }
        batch.put(database.events, StoredEvent.key(event.jobId(), event.sequence()), event.bytes());
    }

    /** The offset of the next record to read; empty where nothing was read yet. */
    Optional<Long> position(TopicPartition partition) {
        return access(() -> Optional.ofNullable(database.db.get(database.positions, keyOf(partition)))
                .map(bytes -> ByteBuffer.wrap(bytes).getLong()));
    }

    /** Empties a view that was made from another cluster's log, or in another layout. */
    void belongTo(String clusterId) {
        String origin = LAYOUT + "@" + clusterId;
        access(() -> {
            byte[] stored = database.db.get(database.meta, ORIGIN);
            if (stored == null || !origin.equals(new String(stored, UTF_8))) {
                byte[] first = {};
                byte[] last = {(byte) 0xFF, (byte) 0xFF};
                database.db.deleteRange(database.jobs, first, last);
                database.db.deleteRange(database.index, first, last);
                database.db.deleteRange(database.events, first, last);
                database.db.deleteRange(database.positions, first, last);
                database.db.put(database.meta, ORIGIN, origin.getBytes(UTF_8));
            }
            return origin;
        });
    }

    private static byte[] keyOf(TopicPartition partition) {
        return partition.toString().getBytes(UTF_8);
    }

    private static byte[] bytesOf(long value) {
        return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
    }

    private interface Access<T> {
        T run() throws RocksDBException;
    }

    private <T> T access(Access<T> action) {
        lock.readLock().lock();
        try {
            if (!open) {
                throw new IllegalStateException("the view is closed");
            }
            return action.run();
        } catch (RocksDBException e) {
            throw new IllegalStateException("the view cannot be used: " + e.getMessage(), e);
        } finally {
            lock.readLock().unlock();
        }
    }

    @Override
    public void close() {
        lock.writeLock().lock();
        try {
            if (open) {
                open = false;
                database.close();
            }
        } finally {
            lock.writeLock().unlock();
        }
    }
}
