package io.tidemark.recovery.verify;

import io.tidemark.core.ledger.Outcome;
import io.tidemark.core.port.Cursor;
import io.tidemark.core.port.LedgerReader;
import io.tidemark.core.port.StorageException;
import org.jspecify.annotations.Nullable;

/// The outcomes of a ledger in the order in which they took effect, with a way on behind parts that cannot be read. Not thread-safe.
final class OutcomeStream implements AutoCloseable {
    private final LedgerReader ledger;
    private final long from;
    private final long to;
    private @Nullable Cursor<Outcome> cursor;
    private @Nullable Outcome peeked;
    private boolean ended;
    /// The position at which the last outcome that was read took effect.
    private long reached;
    private long readableFrom;
    private String damage = "";

    /// All outcomes of a ledger from where its history is whole.
    OutcomeStream(LedgerReader ledger) {
        this.ledger = ledger;
        from = ledger.summary().historyFrom();
        to = ledger.summary().position();
    }

    /// The next outcome, or null after the last; the same when asked again. Ask [#readableFrom()] first what was skipped.
    @Nullable
    Outcome peek() {
        if (peeked == null && !ended) {
            try {
                if (cursor == null) {
                    cursor = ledger.outcomesDecided(Math.max(from, reached), to);
                }
                take(cursor.next());
            } catch (StorageException e) {
                if (e.kind() != StorageException.Kind.DAMAGED) {
                    throw e;
                }
                damage = String.valueOf(e.getMessage());
                skipDamage();
            }
        }
        return peeked;
    }

    /// Goes on to the outcome after the one that was peeked at.
    void advance() {
        peeked = null;
    }

    /// The position from which on the ledger has its history; outcomes that took effect before it are not among these.
    long from() {
        return from;
    }

    /// Outcomes that took effect before this position and were not seen cannot be read; 0 when none was skipped.
    long readableFrom() {
        return readableFrom;
    }

    /// What is wrong with the part that was skipped last.
    String damage() {
        return damage;
    }

    private void take(@Nullable Outcome outcome) {
        peeked = outcome;
        if (outcome == null) {
            ended = true;
        } else {
            reached = outcome.decidedAt();
        }
    }

    /// Finds the first position behind the damage from which outcomes can be read: in wider and wider steps, then by halves.
    private void skipDamage() {
        close();
        long bad = reached;
        long good = reached + 1;
        for (long step = 1; good <= to && !begin(good); step *= 2) {
            bad = good;
            good = good + step;
        }
        good = Math.min(good, to + 1);
        while (good - bad > 1) {
            long middle = bad + (good - bad) / 2;
            if (begin(middle)) {
                good = middle;
            } else {
                bad = middle;
            }
        }
        readableFrom = good;
        peeked = null;
        if (good > to || !begin(good)) {
            ended = true;
        }
    }

    /// Tries to read on from a position.
    private boolean begin(long from) {
        close();
        try {
            Cursor<Outcome> next = ledger.outcomesDecided(from, to);
            cursor = next;
            take(next.next());
            return true;
        } catch (StorageException e) {
            if (e.kind() != StorageException.Kind.DAMAGED) {
                throw e;
            }
            close();
            return false;
        }
    }

    @Override
    public void close() {
        if (cursor != null) {
            cursor.close();
            cursor = null;
        }
    }
}
