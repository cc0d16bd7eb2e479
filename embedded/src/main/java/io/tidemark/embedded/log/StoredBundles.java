package io.tidemark.embedded.log;

import io.tidemark.core.port.Body;
import io.tidemark.core.port.LogBundles;
import io.tidemark.core.port.Cursor;
import io.tidemark.core.port.LedgerReader;
import io.tidemark.core.port.StorageClass;
import io.tidemark.core.port.StorageException;
import io.tidemark.core.port.StorageException.Kind;
import io.tidemark.core.port.Thaw;
import io.tidemark.embedded.bundle.BundleEntry;
import io.tidemark.embedded.bundle.BundleEntry.Keeping;
import io.tidemark.embedded.bundle.BundleFiles;
import io.tidemark.embedded.bundle.BundleShelf;
import io.tidemark.embedded.bundle.Frame;
import io.tidemark.embedded.rocks.Batch;
import io.tidemark.embedded.rocks.Database;
import io.tidemark.embedded.rocks.View;
import io.tidemark.embedded.rocks.Walk;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The bundles of an events database.
final class StoredBundles implements LogBundles {
    private final Supplier<OpenedEvents> events;
    private final BundleFiles files;
    private final InstantSource clock;
    private final boolean writable;
    private final Object changing = new Object();

    StoredBundles(Supplier<OpenedEvents> events, BundleFiles files, InstantSource clock, boolean writable) {
        this.events = events;
        this.files = files;
        this.clock = clock;
        this.writable = writable;
    }

    /// The body of a reference that nobody is going to read.
    static Body unread(BundleReference reference) {
        return Body.kept(reference.length(), reference.digest(), () -> {
            throw new IllegalStateException("only what is known of a body was asked for");
        });
    }

    private View view() {
        return events.get().database().latest();
    }

    @Override
    public List<Bundle> list() {
        return BundleCatalog.all(view()).stream().map(BundleEntry::described).toList();
    }

    private BundleEntry entry(String id) {
        return BundleCatalog.all(view()).stream().filter(each -> each.id().equals(id)).findFirst()
                .orElseThrow(() -> new StorageException(Kind.MISSING,
                        "there is no bundle " + id + "; `tidemark bundle list` names them"));
    }

    private void requireWritable() {
        if (!writable) {
            throw new StorageException(Kind.READ_ONLY, "cannot change bundles: events were opened for reading");
        }
    }

    @Override
    public Packed pack(LedgerReader ledger, LocalDate before, LongConsumer progress, BooleanSupplier stop) {
        requireWritable();
        synchronized (changing) {
            Packing packing = new Packing(ledger, progress);
            boolean completed = packing.run(before, stop);
            if (packing.attempts > 0) {
                // Bodies that are in bundles now stand beside their references until their files are merged.
                packing.database.compact(EventTables.SEGMENTS);
            }
            return new Packed(packing.made, packing.attempts, packing.left, completed);
        }
    }

    /// One run over all segments.
    private final class Packing {
        private final OpenedEvents opened = events.get();
        private final Database database = opened.database();
        private final LedgerReader ledger;
        private final LongConsumer progress;
        private final List<Bundle> made = new ArrayList<>();
        private long attempts;
        private long left;

        Packing(LedgerReader ledger, LongConsumer progress) {
            this.ledger = ledger;
            this.progress = progress;
        }

        boolean run(LocalDate before, BooleanSupplier stop) {
            for (BundleEntry entry : BundleCatalog.all(database.latest())) {
                if (!entry.settled()) {
                    settle(entry);
                }
            }
            BundlePacking day = null;
            try (Walk walk = database.latest().walk(EventTables.SEGMENTS)) {
                for (boolean more = walk.seek(PositionKey.of(1)); more; more = walk.next()) {
                    StoredSegment segment = StoredSegment.of(PositionKey.read(walk.key()), walk.value());
                    LocalDate arrived = day(segment.header().firstArrival());
                    if (!arrived.isBefore(before)) {
                        break;
                    }
                    if (day == null || !day.day().equals(arrived)) {
                        finish(day);
                        day = null;
                        if (stop.getAsBoolean()) {
                            return false;
                        }
                        day = new BundlePacking(database.latest(), opened.reader().shelf(), ledger, files, arrived);
                    }
                    day.add(segment, this::nextNumber);
                    progress.accept(segment.header().lastPosition());
                }
                finish(day);
                day = null;
                return true;
            } finally {
                if (day != null) {
                    day.close();
                }
            }
        }

        private int nextNumber() {
            int known = BundleCatalog.all(database.latest()).stream().mapToInt(BundleEntry::number).max().orElse(0);
            // A file that nothing is known of stays: it may be all that is left of something.
            return Math.max(known, files.highestNumber()) + 1;
        }

        private void finish(@Nullable BundlePacking day) {
            if (day == null) {
                return;
            }
            BundleEntry entry;
            try (day) {
                entry = day.publish();
            }
            left += day.left();
            if (entry != null) {
                Batch batch = database.newBatch();
                BundleCatalog.put(batch, entry);
                database.write(batch, true);
                settle(entry);
            }
        }

        private void settle(BundleEntry entry) {
            try (BundleSettling settling = new BundleSettling(database, opened.reader(), files)) {
                made.add(settling.settle(entry).described());
                attempts += entry.attempts();
            } catch (StorageException e) {
                if (e.kind() == Kind.DAMAGED && isUnused(entry)) {
                    // All of it are single objects still: the next run packs them anew.
                    Batch batch = database.newBatch();
                    BundleCatalog.delete(batch, entry.number());
                    database.write(batch, true);
                }
                throw e;
            }
        }
    }

    private boolean isUnused(BundleEntry entry) {
        try (BundledAttempts attempts = new BundledAttempts(events.get(), entry.firstPosition(), entry.lastPosition(),
                place -> place.bundle() == entry.number())) {
            return attempts.next() == null;
        }
    }

    private static LocalDate day(long arrivalMicros) {
        return LocalDate.ofInstant(Instant.EPOCH.plus(arrivalMicros, ChronoUnit.MICROS), ZoneOffset.UTC);
    }

    @Override
    public Cursor<byte[]> text(String id) {
        BundleEntry entry = entry(id);
        BundleShelf shelf = events.get().reader().shelf();
        return new Cursor<>() {
            private int frame;

            @Override
            public byte @Nullable [] next() {
                return frame == entry.frames().size()
                        ? null
                        : shelf.lines(new BundleShelf.Place(entry.number(), frame++));
            }

            @Override
            public void close() {
                // Nothing is open between two runs.
            }
        };
    }

    @Override
    public List<Share> shares(long fromPosition, long toPosition) {
        List<Share> shares = new ArrayList<>();
        for (BundleEntry entry : BundleCatalog.all(view())) {
            long attempts = 0;
            for (int number = 0; number < entry.frames().size(); number++) {
                Frame frame = entry.frames().get(number);
                // Until a bundle is settled, attempts that it holds may still be single objects.
                if (entry.settled() && frame.firstPosition() >= fromPosition && frame.lastPosition() <= toPosition) {
                    attempts += frame.lines();
                } else if (frame.firstPosition() <= toPosition && frame.lastPosition() >= fromPosition) {
                    attempts += count(new BundleShelf.Place(entry.number(), number), fromPosition, toPosition);
                }
            }
            if (attempts > 0) {
                shares.add(new Share(entry.described(), attempts));
            }
        }
        return shares;
    }

    private long count(BundleShelf.Place place, long from, long to) {
        long count = 0;
        try (BundledAttempts attempts = new BundledAttempts(events.get(), from, to, place::equals)) {
            for (var some = attempts.next(); some != null; some = attempts.next()) {
                count += some.size();
            }
        }
        return count;
    }

    @Override
    public List<Fault> verify(String id) {
        BundleEntry entry = entry(id);
        BundleCheck check = new BundleCheck(events.get(), files, entry);
        if (!entry.keeping().isReadable(now())) {
            events.get().reader().shelf().check(new BundleShelf.Place(entry.number(), 0));
        }
        return check.faults();
    }

    @Override
    public Cursor<Held> lost(long fromPosition, long toPosition) {
        return new LostBodies(events.get(), fromPosition, toPosition);
    }

    @Override
    public void freeze(Collection<String> ids, StorageClass storageClass) {
        ids.stream().map(this::entry).toList().forEach(entry -> change(entry, new Keeping(storageClass, 0, 0)));
    }

    private BundleEntry change(BundleEntry entry, Keeping keeping) {
        requireWritable();
        synchronized (changing) {
            Database database = events.get().database();
            BundleEntry next = entry.with(keeping);
            Batch batch = database.newBatch();
            BundleCatalog.put(batch, next);
            database.write(batch, true);
            return next;
        }
    }

    @Override
    public List<Bundle> thaw(Collection<String> ids, Thaw how) {
        List<BundleEntry> wanted = ids.stream().map(this::entry).toList();
        List<Keeping> next = wanted.stream().map(entry -> thawing(entry, how)).toList();
        List<Bundle> thawing = new ArrayList<>();
        for (int i = 0; i < wanted.size(); i++) {
            BundleEntry entry = wanted.get(i);
            thawing.add((next.get(i).equals(entry.keeping()) ? entry : change(entry, next.get(i))).described());
        }
        return thawing;
    }

    private Keeping thawing(BundleEntry entry, Thaw how) {
        Keeping keeping = entry.keeping();
        if (!keeping.storageClass().isCold()) {
            return keeping;
        }
        Duration delay = how.delay() != null
                ? how.delay()
                : Thaw.longest(keeping.storageClass(), how.tier())
                        .orElseThrow(() -> new StorageException(Kind.FAILED, "bundle " + entry.id() + " is in "
                                + keeping.storageClass() + ", which is not thawed " + how.tier()
                                + "; ask for another tier"));
        long now = now();
        long readyAt = now + micros(delay);
        if (keeping.readyAt() != 0 && now < keeping.until()) {
            readyAt = Math.min(readyAt, keeping.readyAt());
        }
        return new Keeping(keeping.storageClass(), readyAt, Math.max(keeping.until(), Math.max(now, readyAt)
                + micros(how.keep())));
    }

    private static long micros(Duration time) {
        return time.toNanos() / 1_000;
    }

    private long now() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
    }
}
