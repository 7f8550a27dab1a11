package io.melolog.ingest.view;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.melolog.ingest.view.ViewStore.Page;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/** One walk through the index from the newest job that may be wanted to the oldest. Used by one thread, while the database is open. */
final class PageScan implements AutoCloseable {
    /** More keys than this are not read for one page, however rare what it asks for is. */
    private static final int MAX_SCANNED = 5_000;

    private final ViewDatabase database;
    private final JobFilter filter;
    private final String prefix;
    private final RocksIterator keys;

    PageScan(ViewDatabase database, JobFilter filter, @Nullable String olderThan) {
        this.database = database;
        this.filter = filter;
        this.prefix = filter.indexPrefix();
        this.keys = database.db.newIterator(database.index);
        ViewStore.seekBelow(keys, prefix, filter.below(olderThan));
    }

    Page page(int limit) throws RocksDBException {
        List<ViewedJob> found = new ArrayList<>();
        String last = null;
        int scanned = 0;
        for (; keys.isValid() && ViewStore.startsWith(keys.key(), prefix); keys.prev()) {
            String jobId = new String(ViewStore.jobIdOf(keys.key(), prefix), UTF_8);
            if (filter.endsAt(jobId)) {
                break;
            }
            if (found.size() == limit || scanned == MAX_SCANNED) {
                return new Page(found, last);
            }
            addIfWanted(jobId, found);
            last = jobId;
            scanned++;
        }
        return new Page(found, null);
    }

    private void addIfWanted(String jobId, List<ViewedJob> found) throws RocksDBException {
        byte[] stored = database.db.get(database.jobs, jobId.getBytes(UTF_8));
        if (stored != null) {
            ViewedJob job = JobRecords.read(stored);
            if (filter.matches(job)) {
                found.add(job);
            }
        }
    }

    @Override
    public void close() {
        keys.close();
    }
}
