package io.tidemark.embedded.ledger;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.ledger.Account;
import io.tidemark.core.ledger.OpenMatter;
import io.tidemark.core.port.LedgerCommit;
import io.tidemark.core.port.LedgerReader;
import io.tidemark.core.port.LedgerReader.HeldAttempt;
import io.tidemark.core.port.LedgerReader.PausedAccount;
import io.tidemark.embedded.encoding.ByteSink;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Makes the run of state changes that a commit comes to, in order of the keys. Kinds follow each other in order of their letters.
final class CommitChanges {
    private final StateRun.Builder run;
    private final ByteSink value = new ByteSink(256);

    private CommitChanges(StateRun.Builder run) {
        this.run = run;
    }

    /// The changes of a commit.
    ///
    /// @param run         a run that was just begun
    /// @param change     what changes in the working state
    /// @param postings   where the commit's entries are
    /// @param amendments where attempts were judged elsewhere
    /// @param before     the state before the commit
    static StateRun of(StateRun.Builder run, LedgerCommit.WorkingChange change, Postings postings,
            Amendments amendments,
            LayeredState before) {
        CommitChanges changes = new CommitChanges(run);
        changes.addAccounts(change.accounts());
        changes.add(LedgerTables.CORRECTED, change.correctedKeys(), LedgerReader.CorrectedKey::key, List.of(),
                (corrected, sink) -> sink.putVarint(corrected.position()));
        changes.addHeld(change.pauses());
        amendments.addTo(changes.run, before);
        changes.add(LedgerTables.OPEN, change.openMatters(), OpenMatter::key, change.settledMatters(),
                WorkingCodec::encode);
        postings.addTo(changes.run);
        changes.add(LedgerTables.REJECTED, change.rejectedKeys(), LedgerReader.RejectedKey::key,
                change.noLongerRejected(), WorkingCodec::encode);
        changes.addPaused(change.pauses());
        changes.addWaiting(change);
        return run.build();
    }

    private void addAccounts(Collection<Account> accounts) {
        List<Account> sorted = new ArrayList<>(accounts);
        sorted.sort(Comparator.comparing(Account::number));
        for (Account account : sorted) {
            value.clear();
            WorkingCodec.encode(account, value);
            run.put(LedgerTables.key(LedgerTables.ACCOUNTS, account.number()), value);
        }
    }

    private <T> void add(byte kind, Collection<T> changed, Function<T, EventKey> keyOf, Collection<EventKey> removed,
            BiConsumer<T, ByteSink> encoder) {
        List<Keyed<T>> items = new ArrayList<>(changed.size() + removed.size());
        changed.forEach(item -> items.add(new Keyed<>(keyOf.apply(item), item)));
        removed.forEach(key -> items.add(new Keyed<>(key, null)));
        items.sort(Comparator.comparing(Keyed::key));
        for (Keyed<T> each : items) {
            byte[] key = LedgerTables.key(kind, each.key);
            T item = each.item;
            if (item == null) {
                run.remove(key);
            } else {
                value.clear();
                encoder.accept(item, value);
                run.put(key, value);
            }
        }
    }

    private void addWaiting(LedgerCommit.WorkingChange change) {
        List<Waiting> items = new ArrayList<>();
        change.waiting().forEach(item -> items.add(new Waiting(item.position(), item.key())));
        change.released().forEach(item -> items.add(new Waiting(item.position(), null)));
        items.sort(Comparator.comparingLong(Waiting::position));
        for (Waiting each : items) {
            byte[] key = LedgerTables.key(LedgerTables.WAITING, each.position);
            if (each.key == null) {
                run.remove(key);
            } else {
                value.clear();
                run.put(key, value.putAscii(each.key.text()));
            }
        }
    }

    private void addHeld(LedgerCommit.PauseChange change) {
        SortedMap<Long, @Nullable HeldAttempt> items = new TreeMap<>();
        change.held().forEach(item -> items.put(item.position(), item));
        change.letGo().forEach(item -> items.put(item.position(), null));
        items.forEach(
                (position, item) -> put(LedgerTables.key(LedgerTables.HELD, position), item, WorkingCodec::encode));
    }

    private void addPaused(LedgerCommit.PauseChange change) {
        SortedMap<String, @Nullable PausedAccount> items = new TreeMap<>();
        change.paused().forEach(item -> items.put(item.account(), item));
        change.resumed().forEach(account -> items.put(account, null));
        items.forEach((account, item) -> put(LedgerTables.key(LedgerTables.PAUSED, account), item,
                (paused, sink) -> sink.putVarint(paused.position())));
    }

    private <T> void put(byte[] key, @Nullable T item, BiConsumer<T, ByteSink> encoder) {
        if (item == null) {
            run.remove(key);
        } else {
            value.clear();
            encoder.accept(item, value);
            run.put(key, value);
        }
    }

    private record Keyed<T>(EventKey key, @Nullable T item) {}

    private record Waiting(long position, @Nullable EventKey key) {}
}
