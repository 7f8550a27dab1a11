package io.melolog.ingest.view;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.LRUCache;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/** The opened RocksDB with its column families. Closed once, after its last use. */
final class ViewDatabase implements AutoCloseable {
    private static final long CACHE_BYTES = 16L << 20;
    private static final long WRITE_BUFFER_BYTES = 8L << 20;
    private static final int BLOOM_BITS_PER_KEY = 10;

    final RocksDB db;
    final ColumnFamilyHandle meta;
    final ColumnFamilyHandle jobs;
    final ColumnFamilyHandle index;
    final ColumnFamilyHandle positions;
    final ColumnFamilyHandle events;
    private final List<AutoCloseable> resources = new ArrayList<>();

    static {
        RocksDB.loadLibrary();
    }

    ViewDatabase(Path folder) throws RocksDBException {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("the view's folder cannot be made: " + folder, e);
        }
        ColumnFamilyOptions family = familyOptions();
        DBOptions options = own(new DBOptions()
                .setCreateIfMissing(true)
                .setCreateMissingColumnFamilies(true)
                .setMaxTotalWalSize(WRITE_BUFFER_BYTES * 4)
                .setKeepLogFileNum(2)
                .setMaxOpenFiles(256));
        List<ColumnFamilyHandle> handles = new ArrayList<>();
        db = RocksDB.open(options, folder.toString(), families(family, eventOptions()), handles);
        handles.forEach(this::own);
        meta = handles.get(0);
        jobs = handles.get(1);
        index = handles.get(2);
        positions = handles.get(3);
        events = handles.get(4);
    }

    private static List<ColumnFamilyDescriptor> families(ColumnFamilyOptions options, ColumnFamilyOptions ofEvents) {
        return List.of(
                new ColumnFamilyDescriptor(RocksDB.DEFAULT_COLUMN_FAMILY, options),
                new ColumnFamilyDescriptor("jobs".getBytes(UTF_8), options),
                new ColumnFamilyDescriptor("index".getBytes(UTF_8), options),
                new ColumnFamilyDescriptor("positions".getBytes(UTF_8), options),
                new ColumnFamilyDescriptor("events".getBytes(UTF_8), ofEvents));
    }

    /** Events of a job are alike and seldom read: they shrink to a quarter. */
    private ColumnFamilyOptions eventOptions() {
        return familyOptions().setCompressionType(CompressionType.ZSTD_COMPRESSION);
    }

    private ColumnFamilyOptions familyOptions() {
        BlockBasedTableConfig table = new BlockBasedTableConfig()
                .setBlockCache(own(new LRUCache(CACHE_BYTES)))
                .setFilterPolicy(own(new BloomFilter(BLOOM_BITS_PER_KEY)));
        return own(new ColumnFamilyOptions().setTableFormatConfig(table).setWriteBufferSize(WRITE_BUFFER_BYTES));
    }

    private <T extends AutoCloseable> T own(T resource) {
        resources.add(resource);
        return resource;
    }

    /** Column families first, then the database, then what it was opened with. */
    @Override
    public void close() {
        for (ColumnFamilyHandle handle : List.of(meta, jobs, index, positions, events)) {
            handle.close();
        }
        db.close();
        for (AutoCloseable resource : resources.reversed()) {
            closeQuietly(resource);
        }
    }

    private static void closeQuietly(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception e) {
            throw new IllegalStateException("native resources do not fail to close", e);
        }
    }
}
