package io.tidemark.embedded.rocks;

import io.tidemark.embedded.rocks.DatabaseOpening.Mode;
import java.util.ArrayList;
import java.util.List;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.Options;
import org.rocksdb.RocksObject;
import org.rocksdb.WALRecoveryMode;
import org.rocksdb.util.StdErrLogger;

/// The settings of one opened database, with the native objects behind them. Close it after the database.
final class Tuning implements AutoCloseable {
    private static final long MIB = 1 << 20;
    private static final int BLOOM_BITS_PER_KEY = 10;

    private final List<RocksObject> owned = new ArrayList<>();
    private final Engine engine;

    Tuning(Engine engine) {
        this.engine = engine;
    }

    /// Settings of the database as a whole.
    ///
    /// @param mode        what the database is opened for; a writer makes a table again that a crash took while it was emptied
    /// @param flushAtOpen whether what is recovered from the write-ahead log goes to a table file at once
    DBOptions database(Mode mode, boolean flushAtOpen) {
        DBOptions options = own(new DBOptions());
        options.setCreateIfMissing(mode == Mode.CREATE).setCreateMissingColumnFamilies(mode != Mode.READ);
        options.setParanoidChecks(true);
        // What a crash tore or garbled at the end of the log is dropped; all before it is kept, in order.
        options.setWalRecoveryMode(WALRecoveryMode.PointInTimeRecovery);
        // All tables reach their files together, so that no file is ever ahead of the log that another table needs.
        options.setAtomicFlush(true);
        options.setAvoidFlushDuringRecovery(!flushAtOpen);
        options.setMaxBackgroundJobs(2);
        options.setBytesPerSync(MIB);
        options.setSkipStatsUpdateOnDbOpen(true);
        options.setStatistics(engine.statistics());
        options.setStatsDumpPeriodSec(0).setStatsPersistPeriodSec(0);
        // RocksDB's own diary would have to be written beside the data, which a reader must not do.
        options.setInfoLogLevel(InfoLogLevel.FATAL_LEVEL);
        options.setLogger(own(new StdErrLogger(InfoLogLevel.FATAL_LEVEL)));
        return options;
    }

    /// The tables with their settings.
    List<ColumnFamilyDescriptor> tables(List<Table> tables) {
        List<ColumnFamilyDescriptor> descriptors = new ArrayList<>();
        for (Table table : tables) {
            descriptors.add(new ColumnFamilyDescriptor(table.nameBytes(), options(table.shape())));
        }
        return descriptors;
    }

    /// Settings of a file that is to be added to a table. The caller closes them.
    Options file(Table table) {
        try (DBOptions database = new DBOptions()) {
            return new Options(database, options(table.shape()));
        }
    }

    private ColumnFamilyOptions options(Table.Shape shape) {
        ColumnFamilyOptions options = own(new ColumnFamilyOptions());
        BlockBasedTableConfig blocks = new BlockBasedTableConfig().setBlockCache(engine.cache()).setFormatVersion(6);
        options.setLevelCompactionDynamicLevelBytes(true);
        options.setCompressionType(CompressionType.LZ4_COMPRESSION);
        options.setMaxWriteBufferNumber(4);
        options.setWriteBufferSize(64 * MIB);
        switch (shape) {
            case FEW -> options.setCompressionType(CompressionType.NO_COMPRESSION);
            case POINTS -> {
                blocks.setFilterPolicy(own(new BloomFilter(BLOOM_BITS_PER_KEY, false))).setWholeKeyFiltering(true);
                options.setCompressionType(CompressionType.NO_COMPRESSION);
                // Items come in large sorted files, all over the range: merging many at once is cheaper than a few again and again.
                options.setLevel0FileNumCompactionTrigger(8).setLevel0SlowdownWritesTrigger(40)
                        .setLevel0StopWritesTrigger(60);
            }
            case ORDERED -> {
                blocks.setFilterPolicy(own(new BloomFilter(BLOOM_BITS_PER_KEY, false))).setWholeKeyFiltering(true);
                options.setMemtablePrefixBloomSizeRatio(0.02).setMemtableWholeKeyFiltering(true);
            }
            case RUNS -> {
                blocks.setBlockSize(16 << 10);
                options.setCompressionType(CompressionType.NO_COMPRESSION);
            }
        }
        return options.setTableFormatConfig(blocks);
    }

    private <T extends RocksObject> T own(T object) {
        owned.add(object);
        return object;
    }

    @Override
    public void close() {
        owned.reversed().forEach(RocksObject::close);
    }
}
