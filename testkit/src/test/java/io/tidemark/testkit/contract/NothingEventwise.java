package io.tidemark.testkit.contract;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.ledger.Account;
import io.tidemark.core.ledger.Entry;
import io.tidemark.core.ledger.OpenMatter;
import io.tidemark.core.port.AccountBook;
import io.tidemark.core.port.Arrived;
import io.tidemark.core.port.AttemptFact;
import io.tidemark.core.port.AttemptId;
import io.tidemark.core.port.AttemptStore;
import io.tidemark.core.port.Body;
import io.tidemark.core.port.BookCommit;
import io.tidemark.core.port.Bucket;
import io.tidemark.core.port.Cursor;
import io.tidemark.core.port.EventwiseStores;
import io.tidemark.core.port.KeyHistory;
import io.tidemark.core.port.KeyRecord;
import io.tidemark.core.port.KeptAttempt;
import io.tidemark.core.port.ListedAttempt;
import io.tidemark.core.port.Pauses;
import io.tidemark.core.port.StoredAttempt;
import io.tidemark.core.port.Transaction;
import io.tidemark.core.port.TransactionQueue;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Stores for processing one event at a time that take everything, keep nothing, and answer as empty ones would.
final class NothingEventwise implements EventwiseInstallation {
    @Override
    public EventwiseStores open(InstantSource clock) {
        return new EventwiseStores(new NoAttempts(), new NoBook(), new NoQueue(), new NoPauses());
    }

    @Override
    public void timeOut(TransactionQueue.Delivery delivery) {}

    @Override
    public void close() {}

    private static final class NoAttempts implements AttemptStore {
        @Override
        public AttemptId put(EventKey key, Body body, @Nullable String source) {
            return new AttemptId(key, "0");
        }

        @Override
        public @Nullable StoredAttempt read(AttemptId id) {
            return null;
        }

        @Override
        public List<AttemptId> versions(EventKey key) {
            return List.of();
        }

        @Override
        public void expire(EventKey key) {}

        @Override
        public boolean inSight(EventKey key) {
            return false;
        }

        @Override
        public void keep(StoredAttempt attempt, Bucket bucket, List<AttemptFact.Recorded> outcomes) {}

        @Override
        public @Nullable AttemptId kept(EventKey key, Bucket bucket) {
            return null;
        }

        @Override
        public Cursor<ListedAttempt> list(Bucket bucket, String prefix) {
            return new NothingInstallation.NoCursor<>();
        }

        @Override
        public @Nullable StoredAttempt read(ListedAttempt listed) {
            return null;
        }

        @Override
        public @Nullable KeptAttempt readKept(ListedAttempt listed) {
            return null;
        }
    }

    private static final class NoBook implements AccountBook {
        @Override
        public @Nullable Account account(String number) {
            return null;
        }

        @Override
        public KeyRecord key(EventKey key) {
            return KeyRecord.unknown(key);
        }

        @Override
        public KeyHistory history(EventKey key) {
            return new KeyHistory(key(key), List.of());
        }

        @Override
        public Cursor<KeyHistory> histories() {
            return new NothingInstallation.NoCursor<>();
        }

        @Override
        public @Nullable OpenMatter matter(String account, EventKey key) {
            return null;
        }

        @Override
        public void arrived(Arrived arrived) {}

        @Override
        public void kept(AttemptId attempt, Bucket bucket) {}

        @Override
        public boolean commit(BookCommit commit) {
            return true;
        }

        @Override
        public List<Entry> entries(String account, long fromSequence, long toSequence) {
            return List.of();
        }

        @Override
        public Cursor<Account> accounts() {
            return new NothingInstallation.NoCursor<>();
        }
    }

    private static final class NoQueue implements TransactionQueue {
        @Override
        public void send(List<Transaction> transactions) {}

        @Override
        public List<Delivery> take(int most) {
            return List.of();
        }

        @Override
        public void settle(Delivery delivery) {}

        @Override
        public void giveBack(Delivery delivery) {}
    }

    private static final class NoPauses implements Pauses {
        @Override
        public State read() {
            return State.NONE;
        }

        @Override
        public void pauseEverything(boolean paused) {}

        @Override
        public void pauseAccount(String account, boolean paused) {}
    }
}
