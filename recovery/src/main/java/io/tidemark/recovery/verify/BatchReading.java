package io.tidemark.recovery.verify;

import io.tidemark.core.port.Cursor;
import io.tidemark.core.port.DamagedRecordsException;
import io.tidemark.core.port.EventLog;
import io.tidemark.core.port.LogRecord;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// Reads the log in batches, several at a time in threads of its own, and hands them out in order. Not thread-safe.
final class BatchReading implements AutoCloseable {
    /// Segments that are read as one piece of work.
    private static final int SEGMENTS_AT_ONCE = 1;
    private static final int AHEAD_PER_THREAD = 3;

    private final Cursor<EventLog.Segment> segments;
    private final ExecutorService threads;
    private final ThreadLocal<StrictBodyReader> readers = ThreadLocal.withInitial(StrictBodyReader::new);
    private final ArrayDeque<Future<List<ReadBatch>>> reading = new ArrayDeque<>();
    private final BiConsumer<List<LogRecord>, byte[]> alsoGiven;
    private final int ahead;
    private boolean more = true;
    private @Nullable DamagedRecordsException damage;

    /// Reads the records from one position to another, both included.
    ///
    /// @param threads   threads that read, from 1
    /// @param alsoGiven given all records in any order with the digests of their bodies one after another, by these threads
    BatchReading(EventLog log, long fromPosition, long toPosition, int threads,
            BiConsumer<List<LogRecord>, byte[]> alsoGiven) {
        this.alsoGiven = alsoGiven;
        segments = log.scan(fromPosition, toPosition);
        ahead = AHEAD_PER_THREAD * threads;
        this.threads = Executors.newFixedThreadPool(threads,
                Thread.ofPlatform().daemon().name("tidemark-verify-", 1).factory());
    }

    /// The next batches, or null after the last.
    ///
    /// @throws DamagedRecordsException when the records that come next cannot be read; all before them were handed out
    @Nullable
    List<ReadBatch> next() {
        while (more && reading.size() < ahead) {
            List<EventLog.Segment> run = nextSegments();
            if (!run.isEmpty()) {
                reading.add(threads.submit(() -> read(run)));
            }
        }
        Future<List<ReadBatch>> first = reading.poll();
        if (first != null) {
            return Awaited.get(first);
        }
        if (damage != null) {
            throw damage;
        }
        return null;
    }

    private List<EventLog.Segment> nextSegments() {
        List<EventLog.Segment> run = new ArrayList<>(SEGMENTS_AT_ONCE);
        try {
            while (more && run.size() < SEGMENTS_AT_ONCE) {
                EventLog.Segment segment = segments.next();
                more = segment != null;
                if (segment != null) {
                    run.add(segment);
                }
            }
        } catch (DamagedRecordsException e) {
            more = false;
            damage = e;
        }
        return run;
    }

    private List<ReadBatch> read(List<EventLog.Segment> run) {
        StrictBodyReader reader = readers.get();
        List<ReadBatch> batches = new ArrayList<>(run.size());
        for (EventLog.Segment segment : run) {
            try {
                List<LogRecord> records = segment.records();
                ReadBatch batch = reader.read(records);
                alsoGiven.accept(records, batch.digests);
                batches.add(batch);
            } catch (DamagedRecordsException e) {
                batches.add(ReadBatch.damaged(e));
                break;
            }
        }
        return batches;
    }

    @Override
    public void close() {
        threads.shutdownNow();
        threads.close();
        segments.close();
    }
}
