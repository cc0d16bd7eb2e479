package io.tidemark.embedded.log;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.port.Cursor;
import io.tidemark.core.port.DamagedRecordsException;
import io.tidemark.core.port.EventLog;
import io.tidemark.core.port.LogRecord;
import io.tidemark.core.port.StorageException;
import io.tidemark.core.port.StorageException.Kind;
import io.tidemark.embedded.rocks.Database;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Leads from event keys to the positions of their attempts.
///
/// Positions up to a mark are in the keys table. Those after it are held in memory, because putting them into the table one by
/// one, in the random order of their hashes, would cost more than all the rest of a put; they go there many at a time, sorted. What
/// memory loses is read from the log again: nothing here is the only copy of anything. Safe for use by many threads.
final class KeyIndex {
    private final Database database;
    private final LogReader reader;
    private final @Nullable KeyTableWriter writer;
    private final Sizing sizing;
    /// The newest first.
    private final Deque<RecentKeys> recent = new ArrayDeque<>();
    /// Holds every hash there is, or null where what the table holds was never read as a whole.
    private @Nullable KeyFilter filter;
    private boolean loaded;
    /// How often the table was made anew: what was looked up in it meanwhile does not count.
    private volatile int rebuilds;

    /// The index of an opened events database.
    ///
    /// @param writer moves positions to the table, or null when the database was opened for reading
    KeyIndex(Database database, LogReader reader, @Nullable KeyTableWriter writer, Sizing sizing) {
        this.database = database;
        this.reader = reader;
        this.writer = writer;
        this.sizing = sizing;
    }

    /// What decides when positions move to the table, and where they are found.
    ///
    /// @param runLength how many hashes a run takes before it is written to the table
    /// @param hash      the hash of a key; part of the stored format
    record Sizing(int runLength, ToLongFunction<EventKey> hash) {
        static final Sizing STANDARD = new Sizing(RecentKeys.CAPACITY, KeyHash::of);
    }

    /// The hash under which a key's positions are found.
    long hash(EventKey key) {
        return sizing.hash.applyAsLong(key);
    }

    private boolean isFull(RecentKeys run) {
        return run.size() >= sizing.runLength;
    }

    /// All positions under a key's hash, ascending.
    long[] positions(EventKey key) {
        long[] found = find(new long[] {hash(key)})[0];
        return found == null ? KeyPositions.decode(null) : found;
    }

    /// All positions under each of these hashes, ascending; null where there is none.
    long[] @Nullable [] find(long[] hashes) {
        while (true) {
            long[] @Nullable [] found = new long[hashes.length][];
            int[] wanted = new int[hashes.length];
            int count = 0;
            int before;
            synchronized (this) {
                before = rebuilds;
                load(null);
                for (int i = 0; i < hashes.length; i++) {
                    if (filter == null || filter.mayHold(hashes[i])) {
                        found[i] = recent(hashes[i]);
                        if (found[i] == null) {
                            wanted[count++] = i;
                        }
                    }
                }
            }
            // What left memory meanwhile had reached the table before.
            findInTable(hashes, wanted, count, found);
            if (before == rebuilds) {
                return found;
            }
        }
    }

    private long @Nullable [] recent(long hash) {
        for (RecentKeys run : recent) {
            long[] positions = run.get(hash);
            if (positions != null) {
                return positions;
            }
        }
        return null;
    }

    private void findInTable(long[] hashes, int[] wanted, int count, long[] @Nullable [] found) {
        if (count == 0) {
            return;
        }
        List<byte[]> keys = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            keys.add(PositionKey.of(hashes[wanted[i]]));
        }
        byte[] @Nullable [] values = database.latest().get(EventTables.KEYS, keys);
        for (int i = 0; i < count; i++) {
            byte[] value = values[i];
            if (value != null) {
                found[wanted[i]] = KeyPositions.decode(value);
            }
        }
    }

    /// Takes up what was just appended, synced or not.
    ///
    /// @param hashes    hashes that are new; those beside position 0 are not meant
    /// @param positions for each of them the only position
    synchronized void add(long[] hashes, long[] positions, long lastPosition) {
        RecentKeys run = active();
        for (int i = 0; i < hashes.length; i++) {
            if (positions[i] != 0) {
                run.put(hashes[i], positions[i]);
                remember(hashes[i]);
            }
        }
        run.cover(lastPosition);
    }

    /// Takes up what was just appended under one hash.
    ///
    /// @param positions all positions under the hash, ascending
    synchronized void add(long hash, long[] positions) {
        recent.getFirst().put(hash, positions);
        remember(hash);
    }

    private void remember(long hash) {
        if (filter != null) {
            if (filter.size() == KeyFilter.CAPACITY) {
                filter = null;
            } else {
                filter.add(hash);
            }
        }
    }

    private RecentKeys active() {
        RecentKeys newest = recent.peekFirst();
        if (newest == null || isFull(newest)) {
            newest = new RecentKeys();
            recent.addFirst(newest);
        }
        return newest;
    }

    /// Has full runs written to the table. To be called when all that was added is on disk.
    void settle() {
        if (writer != null) {
            writer.write(this::oldestFull, this::forget);
        }
    }

    private synchronized @Nullable RecentKeys oldestFull() {
        RecentKeys oldest = recent.peekLast();
        return oldest != null && isFull(oldest) ? oldest : null;
    }

    /// The oldest run, but none that covers what a failed put left behind without a sync: a table file is on disk at once, and would
    /// be ahead of a log that a crash takes back.
    private synchronized @Nullable RecentKeys oldestOnDisk() {
        RecentKeys oldest = recent.peekLast();
        return oldest != null && oldest.lastPosition() <= reader.mark().lastPosition() ? oldest : null;
    }

    private synchronized void forget(RecentKeys run) {
        recent.remove(run);
    }

    /// Writes what is on disk to the table, so that the next opening need not read it from the log.
    void close() {
        if (writer != null) {
            writer.close(this::oldestOnDisk, this::forget);
        }
    }

    /// Begins to check the table.
    ///
    /// @param toPosition the last position whose attempt is handed to the check
    KeyTableCheck check(long toPosition) {
        return new KeyTableCheck(database, reader, this, toPosition);
    }

    /// Makes the index anew from the log. All of the log is on disk, and nothing is added meanwhile.
    void rebuild() {
        if (writer == null) {
            throw new StorageException(Kind.READ_ONLY, "cannot write events: they were opened for reading");
        }
        writer.finish();
        synchronized (this) {
            rebuilds++;
            loaded = false;
            database.empty(EventTables.KEYS);
            load(writer);
        }
    }

    /// Reads the keys after the mark from the log.
    ///
    /// @param spill writes full runs to the table meanwhile, so that memory need not hold them all; or null
    private void load(@Nullable KeyTableWriter spill) {
        if (loaded) {
            return;
        }
        long mark = KeyTableWriter.mark(database.latest());
        long last = reader.written().lastPosition();
        if (mark > last) {
            throw new DamagedRecordsException(last + 1, mark, "events are lost that had been on disk");
        }
        recent.clear();
        filter = mark == 0 ? new KeyFilter() : null;
        try (Cursor<EventLog.Segment> segments = reader.scan(mark + 1, last)) {
            for (EventLog.Segment segment = segments.next(); segment != null; segment = segments.next()) {
                add(segment);
                if (spill != null) {
                    spill.writeAll(this::oldestFull, this::forget);
                }
            }
        }
        loaded = true;
    }

    private void add(EventLog.Segment segment) {
        List<LogRecord.Attempt> attempts = new ArrayList<>();
        for (LogRecord each : segment.records()) {
            if (each instanceof LogRecord.Attempt attempt) {
                attempts.add(attempt);
            }
        }
        long[] hashes = attempts.stream().mapToLong(attempt -> hash(attempt.key())).toArray();
        long[] @Nullable [] stored = new long[hashes.length][];
        findInTable(hashes, IntStream.range(0, hashes.length).toArray(), hashes.length, stored);
        for (int i = 0; i < hashes.length; i++) {
            long[] newer = recent(hashes[i]);
            long[] before = newer == null ? stored[i] : newer;
            long position = attempts.get(i).position();
            // A table that is ahead of its mark has it already.
            if (before == null || before[before.length - 1] < position) {
                active().put(hashes[i], KeyPositions.append(before, position));
                remember(hashes[i]);
            }
        }
        if (!recent.isEmpty()) {
            active().cover(segment.lastPosition());
        }
    }
}
