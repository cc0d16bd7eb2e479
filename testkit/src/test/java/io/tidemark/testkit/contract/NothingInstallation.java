package io.tidemark.testkit.contract;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.port.Bucket;
import io.tidemark.core.port.Buckets;
import io.tidemark.core.port.LogBundles;
import io.tidemark.core.port.ControlAction;
import io.tidemark.core.port.ControlItem;
import io.tidemark.core.port.Cursor;
import io.tidemark.core.port.EventLog;
import io.tidemark.core.port.Generations;
import io.tidemark.core.port.LedgerReader;
import io.tidemark.core.port.LedgerStore;
import io.tidemark.core.port.LogRecord;
import io.tidemark.core.port.NewAttempt;
import io.tidemark.core.port.Receipts;
import io.tidemark.core.port.SnapshotStore;
import io.tidemark.core.port.StorageClass;
import io.tidemark.core.port.Stores;
import io.tidemark.core.port.Thaw;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/// A store that takes everything, keeps nothing, and answers as an empty one would.
public final class NothingInstallation implements TestInstallation {
    @Override
    public Stores open(InstantSource clock) {
        return new Stores(new NoLog(), new NoBuckets(), new NoBundles(), new NoControlItem(), new NoGenerations(),
                new NoSnapshots(),
                new NoReceipts());
    }

    @Override
    public Stores openAfterCrash(InstantSource clock) {
        return open(clock);
    }

    @Override
    public void damageRecord(long position) {}

    @Override
    public void damageGeneration(String generation) {}

    @Override
    public void loseManifest(String snapshot) {}

    @Override
    public void damageBundle(String bundle) {}

    @Override
    public void loseBundle(String bundle) {}

    @Override
    public void closeStores() {}

    @Override
    public void close() {}

    /// Walks over nothing.
    record NoCursor<T>() implements Cursor<T> {
        @Override
        public @Nullable T next() {
            return null;
        }

        @Override
        public void close() {}
    }

    /// Finds nothing wrong.
    private static final class NoCheck implements EventLog.KeyCheck {
        @Override
        public void add(List<LogRecord> records) {}

        @Override
        public void finish(Consumer<EventLog.KeyFault> faults) {}

        @Override
        public void close() {}
    }

    private static final class NoLog implements EventLog {
        @Override
        public long[] put(List<NewAttempt> attempts) {
            return new long[attempts.size()];
        }

        @Override
        public long control(ControlAction action, String operator, String reason) {
            return 0;
        }

        @Override
        public List<Long> exclusions() {
            return List.of();
        }

        @Override
        public long lastPosition() {
            return 0;
        }

        @Override
        public long acknowledgedPosition() {
            return 0;
        }

        @Override
        public void acceptLoss() {}

        @Override
        public KeyCheck checkKeys(long toPosition) {
            return new NoCheck();
        }

        @Override
        public void rebuildKeys() {}

        @Override
        public long attemptCount() {
            return 0;
        }

        @Override
        public Cursor<Segment> scan(long fromPosition, long toPosition) {
            return new NoCursor<>();
        }

        @Override
        public @Nullable LogRecord record(long position) {
            return null;
        }

        @Override
        public List<LogRecord.Attempt> attempts(EventKey key) {
            return List.of();
        }

        @Override
        public long firstPositionBefore(EventKey key, long position) {
            return 0;
        }

        @Override
        public long positionAt(long arrivalMicros) {
            return 0;
        }

        @Override
        public void close() {}
    }

    private static final class NoBuckets implements Buckets {
        @Override
        public Bucket bucketOf(long position) {
            return Bucket.NEW;
        }

        @Override
        public void move(Map<Long, Bucket> moves, long upToPosition) {}

        @Override
        public void clear() {}

        @Override
        public long movedUpTo() {
            return 0;
        }

        @Override
        public Map<Bucket, Long> counts() {
            return Map.of();
        }

        @Override
        public Cursor<Long> positions(Bucket bucket, long afterPosition) {
            return new NoCursor<>();
        }
    }

    private static final class NoBundles implements LogBundles {
        @Override
        public List<Bundle> list() {
            return List.of();
        }

        @Override
        public Packed pack(LedgerReader ledger, LocalDate before, LongConsumer progress, BooleanSupplier stop) {
            return new Packed(List.of(), 0, 0, true);
        }

        @Override
        public Cursor<byte[]> text(String id) {
            return new NoCursor<>();
        }

        @Override
        public List<Share> shares(long fromPosition, long toPosition) {
            return List.of();
        }

        @Override
        public List<Fault> verify(String id) {
            return List.of();
        }

        @Override
        public Cursor<Held> lost(long fromPosition, long toPosition) {
            return new NoCursor<>();
        }

        @Override
        public void freeze(Collection<String> ids, StorageClass storageClass) {}

        @Override
        public List<Bundle> thaw(Collection<String> ids, Thaw how) {
            return List.of();
        }
    }

    private static final class NoControlItem implements ControlItem {
        @Override
        public State read() {
            return State.INITIAL;
        }

        @Override
        public void update(State expected, State next) {}
    }

    private static final class NoGenerations implements Generations {
        @Override
        public List<String> list() {
            return List.of();
        }

        @Override
        public LedgerStore create(String generation) {
            return new NoLedger();
        }

        @Override
        public LedgerStore open(String generation) {
            return new NoLedger();
        }

        @Override
        public LedgerReader openForReading(String generation) {
            return new NoLedger();
        }

        @Override
        public void delete(String generation) {}
    }

    private static final class NoSnapshots implements SnapshotStore {
        @Override
        public List<String> list() {
            return List.of();
        }

        @Override
        public Draft begin(String id) {
            return new NoDraft();
        }

        @Override
        public byte @Nullable [] manifest(String id) {
            return null;
        }

        @Override
        public InputStream open(String id, String file) {
            return InputStream.nullInputStream();
        }

        @Override
        public void delete(String id) {}
    }

    private static final class NoReceipts implements Receipts {
        @Override
        public List<String> list() {
            return List.of();
        }

        @Override
        public boolean publish(String id, byte[] receipt) {
            return true;
        }

        @Override
        public byte @Nullable [] read(String id) {
            return null;
        }
    }

    private static final class NoDraft implements SnapshotStore.Draft {
        @Override
        public OutputStream create(String file) {
            return OutputStream.nullOutputStream();
        }

        @Override
        public void publish(byte[] manifest) {}

        @Override
        public void close() {}
    }
}
