package io.tidemark.embedded.log;

import io.tidemark.core.port.ControlAction;
import io.tidemark.core.port.DamagedRecordsException;
import io.tidemark.core.port.EventLog;
import io.tidemark.core.port.NewAttempt;
import io.tidemark.embedded.encoding.ByteSink;
import io.tidemark.embedded.rocks.Batch;
import io.tidemark.embedded.rocks.Database;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Appends to the log. Callers queue up; whoever gets the lock writes and syncs for all that wait at that moment, so that many
/// callers share one sync. Safe for use by many threads.
final class Appender implements AutoCloseable {
    /// A batch ends with the attempt that takes it beyond so many bytes of bodies.
    private static final int CHUNK_BYTES = 2 << 20;
    /// The most attempts of waiting callers that are written together.
    private static final int GROUP_ATTEMPTS = 4 * ChunkKeys.MAX_ATTEMPTS;

    private final Database database;
    private final LogReader reader;
    private final AcknowledgedMark acknowledged;
    private final InstantSource clock;
    private final ConcurrentLinkedQueue<Request> waiting = new ConcurrentLinkedQueue<>();
    private final ReentrantLock writing = new ReentrantLock();
    private final SegmentWriter segment = new SegmentWriter();
    private final Batch batch;

    Appender(Database database, LogReader reader, AcknowledgedMark acknowledged, InstantSource clock) {
        this.database = database;
        this.reader = reader;
        this.acknowledged = acknowledged;
        this.clock = clock;
        this.batch = database.newBatch();
    }

    /// See [EventLog#put].
    long[] put(List<NewAttempt> attempts) {
        attempts.forEach(Appender::check);
        if (attempts.isEmpty()) {
            return new long[0];
        }
        Request request = new Request(attempts);
        waiting.add(request);
        writing.lock();
        try {
            while (request.positions == null && request.failure == null) {
                serve(takeGroup());
            }
        } finally {
            writing.unlock();
        }
        return request.result();
    }

    private static void check(NewAttempt attempt) {
        if (attempt.body().length() > EventLog.MAX_BODY_BYTES) {
            throw new IllegalArgumentException(
                    "the body of " + attempt.key() + " is longer than " + EventLog.MAX_BODY_BYTES + " bytes");
        }
        String source = attempt.source();
        if (source != null && (source.isEmpty() || source.length() > EventLog.MAX_SOURCE_LENGTH)) {
            throw new IllegalArgumentException(
                    "the source of " + attempt.key() + " has " + source.length() + " characters");
        }
    }

    private List<Request> takeGroup() {
        List<Request> group = new ArrayList<>();
        int attempts = 0;
        while (attempts < GROUP_ATTEMPTS) {
            Request next = waiting.poll();
            if (next == null) {
                break;
            }
            group.add(next);
            attempts += next.attempts.size();
        }
        return group;
    }

    private void serve(List<Request> group) {
        List<NewAttempt> all = group.getFirst().attempts;
        if (group.size() > 1) {
            all = new ArrayList<>();
            for (Request request : group) {
                all.addAll(request.attempts);
            }
        }
        try {
            long[] positions = append(all);
            int from = 0;
            for (Request request : group) {
                request.positions = Arrays.copyOfRange(positions, from, from + request.attempts.size());
                from += request.attempts.size();
            }
        } catch (RuntimeException e) {
            reader.latest().clear();
            group.forEach(request -> request.failure = e);
        }
    }

    private long[] append(List<NewAttempt> attempts) {
        checkWhole();
        long[] positions = new long[attempts.size()];
        int from = 0;
        while (from < attempts.size()) {
            int to = chunkEnd(attempts, from);
            appendChunk(attempts.subList(from, to), positions, from, to == attempts.size());
            from = to;
        }
        if (reader.mark().lastPosition() < reader.written().lastPosition()) {
            // The last chunk held nothing new; what stands before it, now or after a failure, must be on disk all the same.
            database.sync();
            acknowledge();
        }
        reader.keys().settle();
        return positions;
    }

    private static int chunkEnd(List<NewAttempt> attempts, int from) {
        int to = from;
        long bytes = 0;
        while (to < attempts.size() && to - from < ChunkKeys.MAX_ATTEMPTS && bytes < CHUNK_BYTES) {
            bytes += attempts.get(to).body().length();
            to++;
        }
        return to;
    }

    private void appendChunk(List<NewAttempt> attempts, long[] positions, int offset, boolean sync) {
        ChunkKeys keys = new ChunkKeys(attempts, reader);
        LogMark mark = reader.written();
        long arrival = arrivalAfter(mark);
        long position = mark.lastPosition();
        batch.clear();
        segment.clear();
        for (int i = 0; i < attempts.size(); i++) {
            int version = keys.versionOf(i);
            if (version == 0) {
                positions[offset + i] = EventLog.DUPLICATE;
                continue;
            }
            positions[offset + i] = ++position;
            keys.stored(i, position);
            ByteSink sink = segment.begin(position, arrival);
            RecordCodec.encode(attempts.get(i), version, segment.arrivalDelta(), sink);
            if (segment.isFull()) {
                segment.keepIn(reader.latest());
                finishSegment();
            }
        }
        long added = position - mark.lastPosition();
        if (added > 0) {
            segment.keepIn(reader.latest());
            write(new LogMark(position, arrival, mark.attempts() + added), sync);
            // Before anyone is shown the records: whoever sees one must also find it by its key.
            keys.addToIndex(position);
            if (sync) {
                acknowledge();
            }
        }
    }

    /// See [EventLog#control].
    long control(ControlAction action, String operator, String reason) {
        writing.lock();
        try {
            checkWhole();
            LogMark mark = reader.written();
            long arrival = arrivalAfter(mark);
            long position = mark.lastPosition() + 1;
            batch.clear();
            segment.clear();
            RecordCodec.encode(action, operator, reason, 0, segment.begin(position, arrival));
            if (action instanceof ControlAction.Exclude) {
                batch.put(EventTables.META, EventTables.EXCLUSIONS, reader.exclusions().with(position).encode());
            }
            write(new LogMark(position, arrival, mark.attempts()), true);
            acknowledge();
            return position;
        } finally {
            writing.unlock();
        }
    }

    private void write(LogMark mark, boolean sync) {
        if (!segment.isEmpty()) {
            finishSegment();
        }
        batch.put(EventTables.META, EventTables.LOG_MARK, mark.encode());
        database.write(batch, sync);
        reader.advance(mark);
    }

    /// What was written is on disk.
    private void acknowledge() {
        acknowledged.advance(reader.written().lastPosition());
        reader.acknowledge();
    }

    /// Positions that were acknowledged are not given to other records: that would hide that they are lost.
    private void checkWhole() {
        long last = reader.written().lastPosition();
        if (acknowledged.position() > last) {
            throw new DamagedRecordsException(last + 1, acknowledged.position(),
                    "events are lost that had been acknowledged");
        }
    }

    /// How far the log was ever acknowledged.
    long acknowledged() {
        return acknowledged.position();
    }

    /// See [EventLog#acceptLoss].
    void acceptLoss() {
        writing.lock();
        try {
            long last = reader.written().lastPosition();
            if (acknowledged.position() > last) {
                reader.keys().rebuild();
                acknowledged.reset(last);
            }
        } finally {
            writing.unlock();
        }
    }

    /// See [EventLog#rebuildKeys].
    void rebuildKeys() {
        writing.lock();
        try {
            if (reader.mark().lastPosition() < reader.written().lastPosition()) {
                database.sync();
                acknowledge();
            }
            reader.keys().rebuild();
        } finally {
            writing.unlock();
        }
    }

    private void finishSegment() {
        long first = segment.firstPosition();
        batch.put(EventTables.SEGMENTS, PositionKey.of(first), segment.finish());
    }

    private long arrivalAfter(LogMark mark) {
        Instant now = clock.instant();
        long micros = Math.addExact(Math.multiplyExact(now.getEpochSecond(), 1_000_000L), now.getNano() / 1_000);
        return Math.max(micros, mark.lastArrivalMicros());
    }

    @Override
    public void close() {
        writing.lock();
        try {
            segment.close();
        } finally {
            writing.unlock();
        }
    }

    /// What one caller put, and what came of it; written and read under the lock.
    private static final class Request {
        private final List<NewAttempt> attempts;
        private long @Nullable [] positions;
        private @Nullable RuntimeException failure;

        Request(List<NewAttempt> attempts) {
            this.attempts = attempts;
        }

        long[] result() {
            if (positions == null) {
                throw failure == null ? new IllegalStateException("nobody served this caller") : failure;
            }
            return positions;
        }
    }
}
