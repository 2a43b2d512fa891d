package io.vfledger.inventory.keys;

import io.vfledger.inventory.projection.SortedKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.CompressionType;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * Keys on disk, in RocksDB. They are what the ledger says, told otherwise: so a new life begins with none, nothing is
 * fsynced, and files that are lost are a restart, not a loss. Memory is bounded whatever their number.
 */
public final class DiskKeys implements SortedKeys, AutoCloseable {
    private static final long CACHE_BYTES = 16L << 20;
    private static final long BUFFER_BYTES = 8L << 20;
    private static final int BUFFERS = 3;
    private static final int BLOOM_BITS = 10;
    private static final byte[] NO_VALUE = {};

    private final LRUCache cache;
    private final BloomFilter bloom;
    private final Options options;
    private final WriteOptions write = new WriteOptions().setDisableWAL(true);
    private final RocksDB store;
    private final ReadWriteLock life = new ReentrantReadWriteLock();
    private boolean closed;

    static {
        RocksDB.loadLibrary();
    }

    /**
     * Begins without keys.
     *
     * @param directory for its files; those of an earlier life are removed
     * @throws KeysUnavailable when it cannot be written, or another process has it
     */
    public DiskKeys(Path directory) {
        cache = new LRUCache(CACHE_BYTES);
        bloom = new BloomFilter(BLOOM_BITS);
        options = new Options()
                .setCreateIfMissing(true)
                .setWriteBufferSize(BUFFER_BYTES)
                .setMaxWriteBufferNumber(BUFFERS)
                .setCompressionType(CompressionType.LZ4_COMPRESSION)
                .setKeepLogFileNum(1)
                .setMaxOpenFiles(256)
                .setTableFormatConfig(new BlockBasedTableConfig()
                        .setBlockCache(cache)
                        .setCacheIndexAndFilterBlocks(true)
                        .setFilterPolicy(bloom));
        try {
            Files.createDirectories(directory);
            RocksDB.destroyDB(directory.toString(), options);
            store = RocksDB.open(options, directory.toString());
        } catch (IOException | RocksDBException e) {
            options.close();
            bloom.close();
            cache.close();
            throw new KeysUnavailable(
                    "the directory '" + directory + "' cannot hold the ledger's index (VFL_INDEX_DIR): "
                            + e.getMessage(),
                    e);
        }
    }

    @Override
    public void add(Collection<byte[]> keys) {
        life.readLock().lock();
        try (WriteBatch batch = new WriteBatch()) {
            requireOpen();
            for (byte[] key : keys) {
                batch.put(key, NO_VALUE);
            }
            store.write(write, batch);
        } catch (RocksDBException e) {
            throw new KeysUnavailable("writing the ledger's index failed: " + e.getMessage(), e);
        } finally {
            life.readLock().unlock();
        }
    }

    @Override
    public List<byte[]> first(byte[] from, byte[] to, int most) {
        return read(from, to, most, true);
    }

    @Override
    public List<byte[]> last(byte[] from, byte[] to, int most) {
        return read(from, to, most, false);
    }

    private List<byte[]> read(byte[] from, byte[] to, int most, boolean forward) {
        life.readLock().lock();
        try (Slice low = new Slice(from);
                Slice high = new Slice(to);
                ReadOptions range = new ReadOptions().setIterateLowerBound(low).setIterateUpperBound(high)) {
            requireOpen();
            try (RocksIterator keys = store.newIterator(range)) {
                List<byte[]> found = new ArrayList<>();
                if (forward) {
                    keys.seekToFirst();
                } else {
                    keys.seekToLast();
                }
                while (keys.isValid() && found.size() < most) {
                    found.add(keys.key());
                    if (forward) {
                        keys.next();
                    } else {
                        keys.prev();
                    }
                }
                keys.status();
                return found;
            }
        } catch (RocksDBException e) {
            throw new KeysUnavailable("reading the ledger's index failed: " + e.getMessage(), e);
        } finally {
            life.readLock().unlock();
        }
    }

    @Override
    public boolean has(byte[] key) {
        life.readLock().lock();
        try {
            requireOpen();
            return store.get(key, NO_VALUE) != RocksDB.NOT_FOUND;
        } catch (RocksDBException e) {
            throw new KeysUnavailable("reading the ledger's index failed: " + e.getMessage(), e);
        } finally {
            life.readLock().unlock();
        }
    }

    /** A closed store must not be touched: the native code would end the process. */
    private void requireOpen() throws RocksDBException {
        if (closed) {
            throw new RocksDBException("it is closed");
        }
    }

    @Override
    public void close() {
        life.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                store.close();
                write.close();
                options.close();
                bloom.close();
                cache.close();
            }
        } finally {
            life.writeLock().unlock();
        }
    }
}
