package io.tidemark.recovery.tables;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.ledger.Account;
import io.tidemark.core.ledger.Entry;
import io.tidemark.core.ledger.OpenMatter;
import io.tidemark.core.port.AccountBook;
import io.tidemark.core.port.Arrived;
import io.tidemark.core.port.AttemptId;
import io.tidemark.core.port.BookCommit;
import io.tidemark.core.port.Bucket;
import io.tidemark.core.port.Cursor;
import io.tidemark.core.port.Judgement;
import io.tidemark.core.port.KeyHistory;
import io.tidemark.core.port.KeyRecord;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What a replay knows while it goes: the state of every account, key and open matter, and no history. For one thread, so a commit is
/// never stale.
final class MemoryBook implements AccountBook {
    private final Consumer<BookCommit> check;
    private final Map<String, Account> accounts = new TreeMap<>();
    private final Map<EventKey, KeyRecord> records = new HashMap<>();
    private final Map<EventKey, OpenMatter> matters = new HashMap<>();

    /// @param check sees each commit before it takes effect, and throws when it must not
    MemoryBook(Consumer<BookCommit> check) {
        this.check = check;
    }

    @Override
    public @Nullable Account account(String number) {
        return accounts.get(number);
    }

    /// The open matter of a key, or null.
    @Nullable
    OpenMatter matter(EventKey key) {
        return matters.get(key);
    }

    /// Has a key's open matter be another one, or none.
    void put(EventKey key, @Nullable OpenMatter matter) {
        if (matter == null) {
            matters.remove(key);
        } else {
            matters.put(key, matter);
        }
    }

    /// Takes the effect of an entry out of its account's balances. Sequence and head stay.
    void takeOut(Entry entry) {
        Account account = accounts.get(entry.account());
        if (account == null) {
            throw new IllegalStateException("no account " + entry.account() + ", which has entries");
        }
        accounts.put(account.number(), new Account(account.number(), account.customer(),
                Math.subtractExact(account.actual(), entry.actualEffect()),
                Math.subtractExact(account.available(), entry.availableEffect()), account.sequence(), account.head(),
                account.lastKey(), account.lastEpochSecond()));
    }

    long sequence(String number) {
        Account account = accounts.get(number);
        return account == null ? 0 : account.sequence();
    }

    @Override
    public KeyRecord key(EventKey key) {
        KeyRecord record = records.get(key);
        return record == null ? KeyRecord.unknown(key) : record;
    }

    @Override
    public @Nullable OpenMatter matter(String account, EventKey key) {
        OpenMatter matter = matters.get(key);
        return matter == null || !matter.account().equals(account) ? null : matter;
    }

    @Override
    public KeyHistory history(EventKey key) {
        // A replay keeps no history.
        return new KeyHistory(key(key), List.of());
    }

    @Override
    public Cursor<KeyHistory> histories() {
        throw new IllegalStateException("a replay keeps no history");
    }

    @Override
    public void arrived(Arrived arrived) {
        throw new IllegalStateException("nothing arrives in a replay");
    }

    @Override
    public void kept(AttemptId attempt, Bucket bucket) {
        // Where attempts are kept is not the replay's to say.
    }

    @Override
    public boolean commit(BookCommit commit) {
        check.accept(commit);
        for (Judgement judgement : commit.judgements()) {
            EventKey key = judgement.before().key();
            records.put(key, key(key).after(judgement));
        }
        commit.accounts().forEach(account -> accounts.put(account.number(), account));
        commit.opened().forEach(matter -> matters.put(matter.key(), matter));
        commit.settled().forEach(matter -> matters.remove(matter.key()));
        KeyRecord awaited = commit.awaited();
        if (awaited != null) {
            records.put(awaited.key(),
                    key(awaited.key()).awaitedBy(commit.judgements().getFirst().attempt().id()));
        }
        return true;
    }

    @Override
    public List<Entry> entries(String account, long fromSequence, long toSequence) {
        throw new IllegalStateException("a replay keeps no history");
    }

    @Override
    public Cursor<Account> accounts() {
        return Cursor.over(accounts.values().iterator());
    }

    /// Every key that is known.
    Map<EventKey, KeyRecord> records() {
        return records;
    }
}
