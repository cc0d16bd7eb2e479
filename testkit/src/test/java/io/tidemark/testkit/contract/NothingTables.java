package io.tidemark.testkit.contract;

import io.tidemark.core.port.AccountBook;
import io.tidemark.core.port.AttemptFact;
import io.tidemark.core.port.Backups;
import io.tidemark.core.port.BookCommit;
import io.tidemark.core.port.BookContents;
import io.tidemark.core.port.BookGenerations;
import io.tidemark.core.port.BookLoading;
import io.tidemark.core.port.Cursor;
import io.tidemark.core.port.EventwiseStores;
import io.tidemark.core.port.Stores;
import io.tidemark.core.port.StorageClass;
import io.tidemark.core.port.TableBundles;
import io.tidemark.core.port.TableStores;
import io.tidemark.core.port.Thaw;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/// Tables that take everything, keep nothing, and answer as empty ones would.
final class NothingTables implements TableInstallation {
    @Override
    public TableStores open(InstantSource clock) {
        EventwiseStores eventwise = new NothingEventwise().open(clock);
        Stores others = new NothingInstallation().open(clock);
        return new TableStores(eventwise.attempts(), new NoTableBundles(), others.control(), eventwise.pauses(),
                new NoGenerations(eventwise.book()), new NoBackups(), others.snapshots(), others.receipts(),
                others.receipts());
    }

    @Override
    public void close() {}

    private record NoGenerations(AccountBook book) implements BookGenerations {
        @Override
        public List<String> list() {
            return List.of("g20000101T000000.000Z");
        }

        @Override
        public BookContents contents(@Nullable String generation) {
            return new NoContents(book);
        }

        @Override
        public BookLoading create(String generation) {
            return new NoLoading();
        }

        @Override
        public BookLoading reload(String generation) {
            return new NoLoading();
        }

        @Override
        public void protect(String generation) {}

        @Override
        public void delete(String generation) {}

        @Override
        public List<WentBack> wentBack() {
            return List.of(new WentBack("g20000101T000000.000Z", null, 1, 2));
        }

        @Override
        public void note(WentBack generation) {}

        @Override
        public void forget(String generation) {}

        @Override
        public void ensureControl() {}
    }

    private record NoContents(AccountBook book) implements BookContents {
        @Override
        public boolean hasAccounts() {
            return true;
        }

        @Override
        public boolean hasIndex() {
            return true;
        }

        @Override
        public List<AttemptFact> factsOfEntries() {
            return List.of();
        }

        @Override
        public Cursor<Sheet> sheets() {
            return new NothingInstallation.NoCursor<>();
        }

        @Override
        public Cursor<Sheet> balances() {
            return new NothingInstallation.NoCursor<>();
        }
    }

    private static final class NoLoading implements BookLoading {
        @Override
        public void add(BookCommit commit, long decidedMicros) {}

        @Override
        public void arrived(AttemptFact attempt) {}

        @Override
        public void finish() {}

        @Override
        public Written written() {
            return new Written(0, 0);
        }

        @Override
        public void close() {}
    }

    static final class NoTableBundles implements TableBundles {
        @Override
        public List<Bundle> list() {
            return List.of();
        }

        @Override
        public Cursor<byte[]> text(String id) {
            return new NothingInstallation.NoCursor<>();
        }

        @Override
        public List<Fault> verify(String id) {
            return List.of();
        }

        @Override
        public Cursor<Held> lost() {
            return new NothingInstallation.NoCursor<>();
        }

        @Override
        public void freeze(Collection<String> ids, StorageClass storageClass) {}

        @Override
        public List<Bundle> thaw(Collection<String> ids, Thaw how) {
            return List.of();
        }

        @Override
        public Packed pack(AccountBook book, LocalDate before, LongConsumer progress, BooleanSupplier stop) {
            return new Packed(List.of(), 0, 0, true);
        }

        @Override
        public List<Mended> mend() {
            return List.of();
        }

        @Override
        public Cursor<Bundled> attempts() {
            return new NothingInstallation.NoCursor<>();
        }
    }

    private static final class NoBackups implements Backups {
        @Override
        public List<Backup> list() {
            return List.of();
        }

        @Override
        public Backup create(@Nullable String generation) {
            return new Backup("b", Instant.EPOCH, generation, true);
        }

        @Override
        public void restore(String id, String generation) {}
    }
}
