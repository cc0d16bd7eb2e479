package io.tidemark.embedded.each;

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
import io.tidemark.core.port.KeyHistory.Happened;
import io.tidemark.core.port.KeyRecord;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The book in the room. A commit is checked and written while nobody else writes.
final class RoomBook implements AccountBook {
    private static final char ACCOUNT = 'a';
    private static final char ENTRY = 'e';
    private static final char MATTER = 'o';
    private static final char HAPPENED = 'h';
    private static final char RECORD = 'i';

    private final Room room;
    private final InstantSource clock;

    RoomBook(Room room, InstantSource clock) {
        this.room = room;
        this.clock = clock;
    }

    @Override
    public @Nullable Account account(String number) {
        byte[] there = room.get(Room.key(ACCOUNT, number));
        return there == null ? null : RoomFormat.account(there);
    }

    @Override
    public KeyRecord key(EventKey key) {
        byte[] there = room.get(Room.key(RECORD, key.text()));
        return there == null ? KeyRecord.unknown(key) : RoomFormat.record(there);
    }

    @Override
    public KeyHistory history(EventKey key) {
        List<Happened> happened = new ArrayList<>();
        room.each(Room.key(HAPPENED, key.text(), ""), item -> happened.add(RoomFormat.happened(item.value())));
        happened.sort(Comparator.comparingLong(Happened::atMicros).thenComparingLong(Happened::revision));
        return new KeyHistory(key(key), happened);
    }

    @Override
    public Cursor<KeyHistory> histories() {
        Set<EventKey> keys = new LinkedHashSet<>();
        room.each(Room.key(HAPPENED, ""), item -> keys.add(RoomFormat.happenedTo(item.key())));
        return Cursor.over(keys.stream().map(this::history).iterator());
    }

    private void note(Room.Change change, EventKey key, Happened happened) {
        change.put(Room.key(HAPPENED, key.text(), happened.kind().name(), happened.version(),
                Long.toString(happened.revision()), String.valueOf(happened.account())), RoomFormat.happened(happened));
    }

    private void note(Room.Change change, Judgement judgement) {
        long now = ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
        Happened one = new Happened(KeyHistory.Kind.of(judgement.state()), judgement.attempt().id().version(), now,
                judgement.before().revision() + 1, judgement.digest(), judgement.account(),
                judgement.refusedAt() == null ? null : judgement.refusedAt().sequence(), judgement.rejection(),
                judgement.cause());
        if (judgement.entries().isEmpty()) {
            note(change, judgement.before().key(), one);
        }
        for (Entry entry : judgement.entries()) {
            note(change, entry.key(), new Happened(one.kind(), one.version(), now, one.revision(), one.digest(),
                    entry.account(), entry.sequence(), null, one.cause()));
        }
    }

    @Override
    public @Nullable OpenMatter matter(String account, EventKey key) {
        byte[] there = room.get(Room.key(MATTER, account, key.text()));
        return there == null ? null : RoomFormat.matter(there);
    }

    @Override
    public void arrived(Arrived arrived) {
        room.exclusively(() -> {
            KeyRecord record = key(arrived.attempt().key());
            Room.Change change = room.change();
            note(change, record.key(), new Happened(KeyHistory.Kind.ARRIVED, arrived.attempt().version(),
                    arrived.arrivalMicros(), 0, arrived.digest(), null, null, null, null));
            if (record.account() == null && arrived.account() != null) {
                put(change, new KeyRecord(record.key(), record.revision(), record.standing(), record.inForce(),
                        record.code(), arrived.account(), record.waiting(), record.judged()));
            }
            change.write();
            return record;
        });
    }

    /// Where an attempt is kept is known to the room's buckets.
    @Override
    public void kept(AttemptId attempt, Bucket bucket) {
        if (bucket == Bucket.ARCHIVE) {
            room.exclusively(() -> {
                Room.Change change = room.change();
                note(change, attempt.key(), new Happened(KeyHistory.Kind.ARCHIVED, attempt.version(),
                        ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant()), 0, null, null, null, null, null));
                change.write();
                return attempt;
            });
        }
    }

    @Override
    public boolean commit(BookCommit commit) {
        return room.exclusively(() -> {
            if (!holds(commit)) {
                return false;
            }
            Room.Change change = room.change();
            for (Judgement judgement : commit.judgements()) {
                // As it is now and not as it was read: an account may have become known meanwhile.
                put(change, key(judgement.before().key()).after(judgement));
                note(change, judgement);
                for (Entry entry : judgement.entries()) {
                    change.put(Room.key(ENTRY, entry.account(), entry.sequence()), RoomFormat.entry(entry));
                }
            }
            for (Account account : commit.accounts()) {
                change.put(Room.key(ACCOUNT, account.number()), RoomFormat.account(account));
            }
            for (OpenMatter matter : commit.opened()) {
                change.put(Room.key(MATTER, matter.account(), matter.key().text()), RoomFormat.matter(matter));
            }
            for (OpenMatter matter : commit.settled()) {
                change.delete(Room.key(MATTER, matter.account(), matter.key().text()));
            }
            KeyRecord awaited = commit.awaited();
            if (awaited != null) {
                put(change, key(awaited.key()).awaitedBy(commit.judgements().getFirst().attempt().id()));
            }
            change.write();
            return true;
        });
    }

    private boolean holds(BookCommit commit) {
        for (Account seen : commit.seen().values()) {
            Account account = account(seen.number());
            if ((account == null ? 0 : account.sequence()) != seen.sequence()) {
                return false;
            }
        }
        List<KeyRecord> records = new ArrayList<>(commit.seenKeys().values());
        commit.judgements().forEach(judgement -> records.add(judgement.before()));
        if (commit.awaited() != null) {
            records.add(commit.awaited());
        }
        return records.stream().allMatch(record -> key(record.key()).revision() == record.revision());
    }

    private void put(Room.Change change, KeyRecord record) {
        change.put(Room.key(RECORD, record.key().text()), RoomFormat.record(record));
    }

    @Override
    public List<Entry> entries(String account, long fromSequence, long toSequence) {
        List<Entry> entries = new ArrayList<>();
        room.each(Room.key(ENTRY, account, ""), item -> {
            Entry entry = RoomFormat.entry(item.value());
            if (entry.sequence() >= fromSequence && entry.sequence() <= toSequence) {
                entries.add(entry);
            }
        });
        return entries;
    }

    @Override
    public Cursor<Account> accounts() {
        List<Account> accounts = new ArrayList<>();
        room.each(Room.key(ACCOUNT, ""), item -> accounts.add(RoomFormat.account(item.value())));
        return Cursor.over(accounts.iterator());
    }
}
