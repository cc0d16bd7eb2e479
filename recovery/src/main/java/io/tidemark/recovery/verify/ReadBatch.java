package io.tidemark.recovery.verify;

import io.tidemark.core.event.EventType;
import io.tidemark.core.event.Sha256;
import io.tidemark.core.port.Body;
import io.tidemark.core.port.DamagedRecordsException;
import io.tidemark.core.port.LogRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A run of records as the second reader read them. Handed from the thread that reads to the one that folds.
final class ReadBatch {
    final List<LogRecord> records;
    /// What the bodies say; null at control records.
    final @Nullable ReadBody[] bodies;
    final @Nullable EventType[] types;
    /// The digests of the bodies, one after another.
    final byte[] digests;
    final long[] keyHashes;
    /// The hashes of the keys that follow-ups refer to.
    final long[] originalHashes;
    /// Why the batch has no records, or null when it has.
    final @Nullable DamagedRecordsException damage;

    ReadBatch(List<LogRecord> records) {
        this(records, null);
    }

    private ReadBatch(List<LogRecord> records, @Nullable DamagedRecordsException damage) {
        int size = records.size();
        this.damage = damage;
        this.records = records;
        bodies = new ReadBody[size];
        types = new EventType[size];
        digests = new byte[size * Sha256.LENGTH];
        keyHashes = new long[size];
        originalHashes = new long[size];
    }

    /// In the place of records that cannot be read.
    static ReadBatch damaged(DamagedRecordsException damage) {
        return new ReadBatch(List.of(), damage);
    }

    /// The type of a body that is an event by its key.
    EventType typeOf(int index) {
        EventType type = types[index];
        if (type == null) {
            throw new IllegalStateException("no type at " + index);
        }
        return type;
    }

    /// The body of the attempt at that index.
    Body body(int index) {
        if (records.get(index) instanceof LogRecord.Attempt attempt) {
            return attempt.body();
        }
        throw new IllegalStateException("no attempt at " + index);
    }
}
