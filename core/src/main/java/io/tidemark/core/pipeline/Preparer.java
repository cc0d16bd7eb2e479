package io.tidemark.core.pipeline;

import io.tidemark.core.event.Decoded;
import io.tidemark.core.event.EventDecoder;
import io.tidemark.core.event.EventType;
import io.tidemark.core.event.ScanningEventDecoder;
import io.tidemark.core.event.Sha256;
import io.tidemark.core.port.Body;
import io.tidemark.core.port.EventLog;
import io.tidemark.core.port.LogRecord;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;

/// Decodes and digests attempts. Not thread-safe: every thread has its own.
public final class Preparer {
    private final EventDecoder decoder = new ScanningEventDecoder();
    private final MessageDigest sha256 = Sha256.newMessageDigest();
    private final Losses losses;

    /// A preparer that reads every body.
    public Preparer() {
        this(Losses.NONE);
    }

    /// A preparer that is told which bodies cannot be read.
    public Preparer(Losses losses) {
        this.losses = losses;
    }

    /// Prepares all wanted records of a segment, in order.
    ///
    /// @throws io.tidemark.core.port.StorageException when the segment is damaged
    public List<Prepared> prepare(EventLog.Segment segment) {
        List<LogRecord> records = segment.records();
        List<Prepared> prepared = new ArrayList<>(records.size());
        for (LogRecord record : records) {
            prepared.add(prepare(record));
        }
        return prepared;
    }

    /// Prepares one record.
    public Prepared prepare(LogRecord record) {
        return switch (record) {
            case LogRecord.Attempt attempt -> {
                Prepared.PreparedLost lost = losses.lost(attempt);
                yield lost == null ? prepare(attempt) : lost;
            }
            case LogRecord.Control control -> new Prepared.PreparedControl(control);
        };
    }

    /// Prepares one attempt, whose body is read.
    public Prepared.PreparedAttempt prepare(LogRecord.Attempt attempt) {
        Body body = attempt.body();
        EventType type = attempt.key().type();
        Decoded decoded = type == null ? null : decoder.decode(type, body.array(), body.offset(), body.length());
        return new Prepared.PreparedAttempt(attempt, decoded, body.digest(sha256));
    }
}
