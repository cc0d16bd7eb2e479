package io.tidemark.embedded.log;

import io.tidemark.core.bundle.BundleLine;
import io.tidemark.core.bundle.BundleLineReader;
import io.tidemark.core.event.Sha256;
import io.tidemark.core.port.Body;
import io.tidemark.core.port.LogRecord;
import io.tidemark.core.port.NewAttempt;
import io.tidemark.core.port.StorageException;
import io.tidemark.core.port.StorageException.Kind;
import io.tidemark.embedded.bundle.BundleEntry;
import io.tidemark.embedded.bundle.BundleFiles;
import io.tidemark.embedded.bundle.BundleShelf;
import io.tidemark.embedded.bundle.Frame;
import io.tidemark.embedded.encoding.ByteSink;
import io.tidemark.embedded.rocks.Batch;
import io.tidemark.embedded.rocks.Database;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Lets the attempts of a bundle go as single objects: reads the bundle again from its file, compares every line with what the log holds,
/// and puts in place of each body the reference to it. Begun anew after a crash, it passes over what was let go already. One thread.
final class BundleSettling implements AutoCloseable {
    private final Database database;
    private final LogReader reader;
    private final BundleFiles files;
    private final MessageDigest sha256 = Sha256.newMessageDigest();
    private final SegmentWriter writer = new SegmentWriter();
    private final Map<Long, Line> lines = new HashMap<>();

    private record Line(BundleLine line, BundleReference reference) {}

    BundleSettling(Database database, LogReader reader, BundleFiles files) {
        this.database = database;
        this.reader = reader;
        this.files = files;
    }

    /// Settles a bundle that is registered. On return it is on disk.
    ///
    /// @return the entry that is now registered
    /// @throws StorageException of kind `DAMAGED` when a line is not what the log holds; what it differs from stays as it is
    BundleEntry settle(BundleEntry bundle) {
        for (int number = 0; number < bundle.frames().size(); number++) {
            settle(bundle, number);
        }
        BundleEntry settled = bundle.asSettled();
        Batch batch = database.newBatch();
        BundleCatalog.put(batch, settled);
        database.write(batch, true);
        return settled;
    }

    private void settle(BundleEntry bundle, int number) {
        Frame frame = bundle.frames().get(number);
        byte[] text = files.lines(bundle, frame);
        BundleShelf.Place place = new BundleShelf.Place(bundle.number(), number);
        BundleLineReader reading = new BundleLineReader(text);
        Batch batch = database.newBatch();
        StoredSegment segment = null;
        int count = 0;
        for (BundleLine line = reading.next(); line != null; line = reading.next()) {
            if (segment == null || line.position() > segment.header().lastPosition()) {
                rewrite(bundle, segment, batch);
                segment = reader.segmentOf(line.position());
            }
            Body body = line.body().read(text);
            if (!body.digest(sha256).equals(line.digest())) {
                throw differs(bundle, line.position());
            }
            lines.put(line.position(), new Line(line, new BundleReference(place, line.body(), body.length(),
                    line.digest(), line.accounts().stream().map(BundleLine.Place::account).toList())));
            count++;
        }
        rewrite(bundle, segment, batch);
        if (count != frame.lines()) {
            throw new StorageException(Kind.DAMAGED,
                    "bundle " + bundle.id() + " is damaged: it has " + count + " lines in place of " + frame.lines());
        }
        database.write(batch, true);
        reader.rewritten();
    }

    private void rewrite(BundleEntry bundle, @Nullable StoredSegment segment, Batch batch) {
        if (segment == null) {
            return;
        }
        Map<Long, BundleReference> known = new HashMap<>();
        writer.clear();
        for (LogRecord record : segment.records((position, reference) -> {
            known.put(position, reference);
            return StoredBundles.unread(reference);
        })) {
            ByteSink sink = writer.begin(record.position(), record.arrivalMicros());
            switch (record) {
                case LogRecord.Control control -> RecordCodec.encode(control.action(), control.operator(),
                        control.reason(), writer.arrivalDelta(), sink);
                case LogRecord.Attempt attempt ->
                        rewrite(bundle, attempt, known.get(attempt.position()), sink);
            }
        }
        batch.put(EventTables.SEGMENTS, PositionKey.of(segment.header().firstPosition()), writer.finish());
        if (!lines.isEmpty()) {
            throw differs(bundle, lines.keySet().iterator().next());
        }
    }

    private void rewrite(BundleEntry bundle, LogRecord.Attempt attempt, @Nullable BundleReference known,
            ByteSink sink) {
        Line line = lines.remove(attempt.position());
        if (line != null) {
            compare(bundle, attempt, line.line(), known);
        }
        BundleReference reference = known != null || line == null ? known : line.reference();
        if (reference == null) {
            RecordCodec.encode(new NewAttempt(attempt.key(), attempt.body(), attempt.source()), attempt.version(),
                    writer.arrivalDelta(), sink);
        } else {
            writer.bundled(reference);
            RecordCodec.encode(attempt, reference, writer.arrivalDelta(), sink);
        }
    }

    private void compare(BundleEntry bundle, LogRecord.Attempt attempt, BundleLine line,
            @Nullable BundleReference known) {
        Sha256 digest = known == null ? attempt.body().digest(sha256) : known.digest();
        Instant arrival = Instant.EPOCH.plus(attempt.arrivalMicros(), ChronoUnit.MICROS);
        if (!attempt.key().equals(line.key()) || attempt.version() != line.version() || !digest.equals(line.digest())
                || !Objects.equals(attempt.source(), line.source()) || !arrival.toString().equals(
                        Instant.parse(line.arrival()).toString())) {
            throw differs(bundle, line.position());
        }
    }

    private static StorageException differs(BundleEntry bundle, long position) {
        return new StorageException(Kind.DAMAGED, "bundle " + bundle.id() + " is not what the events say at position "
                + position + "; what is there stays a single object");
    }

    @Override
    public void close() {
        writer.close();
    }
}
