package io.tidemark.recovery.tables;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.ledger.Account;
import io.tidemark.core.ledger.KeyStanding;
import io.tidemark.core.ledger.OpenMatter;
import io.tidemark.core.ledger.Outcome;
import io.tidemark.core.ledger.Rules;
import io.tidemark.core.port.BookContents;
import io.tidemark.core.port.BookContents.Sheet;
import io.tidemark.core.port.Cursor;
import io.tidemark.core.port.KeyHistory;
import io.tidemark.core.port.KeyRecord;
import io.tidemark.core.port.LedgerReader;
import io.tidemark.core.port.OutcomeCounts;
import io.tidemark.core.port.SnapshotStore;
import io.tidemark.core.port.StorageException;
import io.tidemark.recovery.snapshot.SnapshotManifest;
import io.tidemark.recovery.snapshot.Snapshots;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Takes snapshots of tables while events are processed: exact for each account, which is of one moment with its open matters; not all
/// accounts are of the same moment. The position of such a snapshot is the number of entries that it contains.
public final class TableSnapshots {
    private final SnapshotStore store;
    private final InstantSource clock;

    /// Snapshots in that store.
    ///
    /// @param clock tells when they are made
    public TableSnapshots(SnapshotStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /// What was taken.
    ///
    /// @param manifest      the snapshot
    /// @param oldestWaiting when the follow-up arrived that has been waiting for longest, in microseconds since 1970, or null when none
    ///                      waits
    public record Taken(SnapshotManifest manifest, @Nullable Long oldestWaiting) {}

    /// Takes a snapshot. It becomes visible when all of it is written; when this fails, nothing of it remains.
    ///
    /// @throws StorageException when the tables cannot be read or the snapshot not be written, or of kind `DAMAGED`, naming the account,
    ///                          when an account's balances do not agree
    public Taken take(BookContents tables) {
        View view = new View(tables);
        return new Taken(new Snapshots(store).create(view, clock), view.oldestWaiting);
    }

    /// The tables as the ledger that a snapshot is made of; read once.
    private static final class View implements LedgerReader {
        private final List<Account> accounts = new ArrayList<>();
        private final TreeMap<EventKey, OpenMatter> matters = new TreeMap<>();
        private final List<WaitingFollowUp> waiting = new ArrayList<>();
        private final TreeMap<EventKey, RejectedKey> rejected = new TreeMap<>();
        private final Summary summary;
        private @Nullable Long oldestWaiting;

        View(BookContents tables) {
            // Keys first: an outcome that is in the keys and not in the accounts would be one too many.
            OutcomeCounts counts = readKeys(tables);
            long entries = 0;
            try (Cursor<Sheet> sheets = tables.balances()) {
                for (Sheet sheet = sheets.next(); sheet != null; sheet = sheets.next()) {
                    Account account = sheet.account();
                    if (account == null) {
                        throw new StorageException(StorageException.Kind.DAMAGED, "the balances of account "
                                + sheet.number() + " do not agree on the sequence: run `tidemark verify`");
                    }
                    accounts.add(account);
                    entries += account.sequence();
                    sheet.matters().forEach(matter -> matters.put(matter.key(), matter));
                }
            }
            summary = new Summary(entries, 1, Rules.VERSION, counts);
        }

        private OutcomeCounts readKeys(BookContents tables) {
            OutcomeCounts.Tally counts = new OutcomeCounts.Tally(OutcomeCounts.NONE);
            record Waits(WaitingFollowUp followUp, long since) {}
            List<Waits> waits = new ArrayList<>();
            try (Cursor<KeyHistory> histories = tables.book().histories()) {
                for (KeyHistory history = histories.next(); history != null; history = histories.next()) {
                    KeyRecord record = history.record();
                    record.judged().forEach(judged -> count(judged, counts));
                    EventKey original = record.key().original();
                    if (record.standing() == KeyStanding.REJECTED && record.code() != null) {
                        rejected.put(record.key(), new RejectedKey(record.key(), 0, record.code()));
                    } else if (record.standing() == KeyStanding.WAITING && original != null) {
                        long since = history.happened().stream()
                                .filter(happened -> happened.version().equals(record.inForce()))
                                .mapToLong(KeyHistory.Happened::atMicros).min().orElse(0);
                        waits.add(new Waits(new WaitingFollowUp(record.key(), original, 0), since));
                    }
                }
            }
            waits.sort(Comparator.comparingLong(Waits::since));
            waits.forEach(each -> waiting.add(each.followUp()));
            oldestWaiting = waits.isEmpty() ? null : waits.getFirst().since();
            return counts.counts();
        }

        private static void count(KeyRecord.Judged judged, OutcomeCounts.Tally counts) {
            switch (judged.state()) {
                case ACCEPTED -> counts.countAccepted(1);
                case WAITING -> counts.countWaiting(1);
                case REJECTED -> counts.count(Objects.requireNonNull(judged.code()), 1);
                case null -> {
                    // A duplicate has no outcome of its own.
                }
            }
        }

        @Override
        public long historyFilledTo() {
            return 0;
        }

        @Override
        public String note() {
            return "";
        }

        @Override
        public Summary summary() {
            return summary;
        }

        @Override
        public @Nullable Account account(String number) {
            return accounts.stream().filter(account -> account.number().equals(number)).findFirst().orElse(null);
        }

        @Override
        public Cursor<Account> accounts() {
            return Cursor.over(accounts.iterator());
        }

        @Override
        public @Nullable OpenMatter openMatter(EventKey key) {
            return matters.get(key);
        }

        @Override
        public Cursor<OpenMatter> openMatters() {
            return Cursor.over(matters.values().iterator());
        }

        @Override
        public @Nullable RejectedKey rejectedKey(EventKey key) {
            return rejected.get(key);
        }

        @Override
        public Cursor<RejectedKey> rejectedKeys() {
            return Cursor.over(rejected.values().iterator());
        }

        @Override
        public Cursor<WaitingFollowUp> waitingFollowUps() {
            return Cursor.over(waiting.iterator());
        }

        @Override
        public Cursor<PausedAccount> pausedAccounts() {
            return Cursor.over(List.<PausedAccount>of().iterator());
        }

        @Override
        public Cursor<HeldAttempt> heldAttempts() {
            return Cursor.over(List.<HeldAttempt>of().iterator());
        }

        @Override
        public @Nullable HeldAttempt heldAttempt(long position) {
            return null;
        }

        @Override
        public long correctedPosition(EventKey key) {
            return 0;
        }

        @Override
        public Cursor<CorrectedKey> correctedKeys() {
            return Cursor.over(List.<CorrectedKey>of().iterator());
        }

        @Override
        public Cursor<PlacedEntry> entries(String account, long fromSequence, long toSequence) {
            return Cursor.over(List.<PlacedEntry>of().iterator());
        }

        @Override
        public Cursor<EntryPlace> entryPlaces(String fromAccount) {
            return Cursor.over(List.<EntryPlace>of().iterator());
        }

        @Override
        public List<Outcome> outcomes(long attemptPosition) {
            return List.of();
        }

        @Override
        public Cursor<Outcome> outcomesDecided(long fromPosition, long toPosition) {
            return Cursor.over(List.<Outcome>of().iterator());
        }

        @Override
        public void close() {
            // Everything is held in memory.
        }
    }
}
