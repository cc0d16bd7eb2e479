package io.tidemark.embedded.rocks;

import io.tidemark.embedded.encoding.ByteSink;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.rocksdb.EnvOptions;
import org.rocksdb.IngestExternalFileOptions;
import org.rocksdb.Options;
import org.rocksdb.RocksDBException;
import org.rocksdb.SstFileWriter;

/// Many items of one table, written in order of their keys to a file beside it and then added to it as one. Not thread-safe.
public final class SortedFile implements AutoCloseable {
    private static final int DIRECT_KEY = 1 << 10;
    private static final int DIRECT_VALUE = 64 << 10;

    private final Database database;
    private final int table;
    private final Path file;
    private final Options options;
    private final EnvOptions environment = new EnvOptions();
    private final SstFileWriter writer;
    private final ByteBuffer directKey = ByteBuffer.allocateDirect(DIRECT_KEY);
    private final ByteBuffer directValue = ByteBuffer.allocateDirect(DIRECT_VALUE);

    SortedFile(Database database, int table, Path file, Options options) {
        this.database = database;
        this.table = table;
        this.file = file;
        this.options = options;
        this.writer = new SstFileWriter(environment, options);
        database.call("write a table file of", () -> {
            writer.open(file.toString());
            return true;
        });
    }

    /// Appends an item, with a key after the last one's.
    public void put(byte[] key, ByteSink value) {
        put(key, value.array(), 0, value.size());
    }

    /// Appends an item, with a key after the last one's and a range of an array for its value.
    public void put(byte[] key, byte[] value, int offset, int length) {
        try {
            if (key.length <= DIRECT_KEY && length <= DIRECT_VALUE) {
                directKey.clear().put(key).flip();
                directValue.clear().put(value, offset, length).flip();
                writer.put(directKey, directValue);
            } else {
                writer.put(key, Arrays.copyOfRange(value, offset, offset + length));
            }
        } catch (RocksDBException e) {
            throw RocksFailures.of(e, "write a table file of " + database.name());
        }
    }

    /// Removes a key, which comes after the last item's, from what the table says.
    public void delete(byte[] key) {
        try {
            writer.delete(key);
        } catch (RocksDBException e) {
            throw RocksFailures.of(e, "write a table file of " + database.name());
        }
    }

    /// Adds all items to the table, for good: later than all batches before, atomically, and on disk on return.
    public void addToTable() {
        database.call("write", () -> {
            writer.finish();
            database.engine().addedFile(writer.fileSize());
            try (IngestExternalFileOptions ingestion = new IngestExternalFileOptions().setMoveFiles(true)) {
                database.rocks().ingestExternalFile(database.handle(table), List.of(file.toString()), ingestion);
            }
            return true;
        });
    }

    @Override
    public void close() {
        writer.close();
        environment.close();
        options.close();
    }
}
