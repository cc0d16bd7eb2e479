package io.tidemark.core.pipeline.each;

import io.tidemark.core.event.Event;
import io.tidemark.core.event.EventKey;
import io.tidemark.core.ledger.KeyStanding;
import io.tidemark.core.port.AccountBook;
import io.tidemark.core.port.Arrived;
import io.tidemark.core.port.AttemptId;
import io.tidemark.core.port.AttemptStore;
import io.tidemark.core.port.KeyRecord;
import io.tidemark.core.port.StoredAttempt;
import io.tidemark.core.port.Transaction;
import io.tidemark.core.port.TransactionQueue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Gives each attempt that arrives its place in the index and in the queue of its account. May be told of the same attempt any
/// number of times. Thread-safe.
public final class Router {
    private final AttemptStore attempts;
    private final AccountBook book;
    private final TransactionQueue queue;

    /// A router between those.
    public Router(AttemptStore attempts, AccountBook book, TransactionQueue queue) {
        this.attempts = attempts;
        this.book = book;
        this.queue = queue;
    }

    /// Where an attempt was sent.
    ///
    /// @param attempt which one
    /// @param group   the group of the queue that it went to, or null
    /// @param waits   whether it waits for its original instead, which nobody has heard of
    public record Routed(AttemptId attempt, @Nullable String group, boolean waits) {}

    /// Routes an attempt.
    ///
    /// @param id     which one
    /// @param replay names the replay that asks for it, or null
    /// @return neither a group nor a wait when no bucket has it
    /// @throws io.tidemark.core.port.StorageException when storage fails; the attempt may be routed again
    public Routed route(AttemptId id, @Nullable String replay) {
        Routed routed = place(id);
        send(List.of(routed), replay);
        return routed;
    }

    /// Gives an attempt its place in the index and finds its group, but does not send it: until [#send] has returned it is not routed.
    ///
    /// @param id which one
    /// @return neither a group nor a wait when no bucket has it
    /// @throws io.tidemark.core.port.StorageException when storage fails; the attempt may be routed again
    public Routed place(AttemptId id) {
        StoredAttempt stored = attempts.read(id);
        if (stored == null) {
            return new Routed(id, null, false);
        }
        ReadAttempt attempt = ReadAttempt.of(stored);
        String account = attempt.account();
        EventKey original = id.key().original();
        if (original != null) {
            KeyRecord record = book.key(original);
            // Behind its original, whatever account the follow-up itself may name.
            account = record.account();
            if (account == null && attempt.decoded() instanceof Event && waits(attempt, record)) {
                return new Routed(id, null, true);
            }
        }
        book.arrived(new Arrived(id, stored.arrivalMicros(), attempt.digest(), account));
        return new Routed(id, account == null ? id.key().text() : account, false);
    }

    /// Sends those that were placed and have a group, in this order, with as few calls as the queue allows.
    ///
    /// @param replay names the replay that asks for it, or null
    /// @throws io.tidemark.core.port.StorageException when storage fails: some may have been sent, and all may be sent again
    public void send(List<Routed> placed, @Nullable String replay) {
        List<Transaction> transactions = new ArrayList<>();
        for (Routed routed : placed) {
            String group = routed.group();
            if (group != null) {
                transactions.add(new Transaction(routed.attempt(), group, replay));
            }
        }
        queue.send(transactions);
    }

    /// Records a follow-up that nothing else speaks against as waiting, on condition that its original has no outcome.
    ///
    /// @return false when it must be judged
    private boolean waits(ReadAttempt attempt, KeyRecord original) {
        AttemptId id = attempt.stored().id();
        KeyRecord before = book.key(id.key());
        KeyRecord.Judged known = before.judged(id.version());
        if (known != null) {
            return before.standing() == KeyStanding.WAITING && id.version().equals(before.inForce());
        }
        boolean clean = before.standing() == KeyStanding.NEW && before.judged().isEmpty()
                && original.standing() == KeyStanding.NEW;
        if (!clean) {
            return false;
        }
        book.arrived(new Arrived(id, attempt.stored().arrivalMicros(), attempt.digest(), null));
        Draft draft = new Draft(book).knowing(original);
        draft.judge(attempt, before);
        // The original may have been decided meanwhile; then this is for its account's queue.
        return draft.commit().awaited() != null && book.commit(draft.commit());
    }
}
