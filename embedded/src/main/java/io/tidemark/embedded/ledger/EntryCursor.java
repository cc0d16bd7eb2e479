package io.tidemark.embedded.ledger;

import io.tidemark.core.ledger.Entry;
import io.tidemark.core.ledger.Outcome;
import io.tidemark.core.port.Cursor;
import io.tidemark.core.port.LedgerReader.PlacedEntry;
import io.tidemark.core.port.StorageException;
import io.tidemark.core.port.StorageException.Kind;
import io.tidemark.embedded.encoding.ByteSource;
import io.tidemark.embedded.rocks.Walk;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Walks over an account's entries: postings tell where each is, blocks of outcomes hold them.
final class EntryCursor implements Cursor<PlacedEntry> {
    private final StateWalk postings;
    private final Walk outcomes;
    private final String account;
    private final byte[] prefix;
    private final long from;
    private final long to;
    private boolean placed;
    private boolean done;
    private @Nullable ByteSource chunk;
    private long sequence;
    private long decidedAt;
    private @Nullable OutcomeBlock block;

    EntryCursor(LayeredState state, String account, long from, long to) {
        this.postings = state.walk();
        this.outcomes = state.view().walk(LedgerTables.OUTCOMES);
        this.account = account;
        this.from = Math.max(from, 1);
        this.to = to;
        byte[] first = LedgerTables.posting(account, 0);
        this.prefix = Arrays.copyOf(first, first.length - Long.BYTES);
        this.done = this.from > to;
    }

    @Override
    public @Nullable PlacedEntry next() {
        while (!done) {
            if (chunk == null || !chunk.hasMore()) {
                done = !nextChunk();
            } else {
                decidedAt += chunk.getVarint();
                long at = sequence++;
                if (at > to) {
                    done = true;
                } else if (at >= from) {
                    return entry(at);
                }
            }
        }
        return null;
    }

    private boolean nextChunk() {
        boolean found;
        if (placed) {
            found = postings.next();
        } else {
            // The chunk that begins at or before the first sequence may hold it.
            byte[] start = LedgerTables.posting(account, from);
            found = (postings.seekAtOrBefore(start) && isMine()) || postings.seek(start);
            placed = true;
        }
        if (!found || !isMine()) {
            return false;
        }
        byte[] key = postings.key();
        sequence = new ByteSource(key, prefix.length, key.length, "a posting of account " + account).getLong();
        decidedAt = 0;
        chunk = new ByteSource(postings.value(), "a posting of account " + account);
        return sequence <= to;
    }

    private boolean isMine() {
        byte[] key = postings.key();
        return key.length == prefix.length + Long.BYTES
                && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
    }

    private PlacedEntry entry(long wanted) {
        // The block of the entry before is often that of the next one as well, some way on.
        PlacedEntry entry = block == null ? null : find(block, wanted);
        if (entry == null) {
            OutcomeBlock next = blockAt(decidedAt);
            block = next;
            entry = find(next, wanted);
        }
        if (entry == null) {
            throw new StorageException(Kind.DAMAGED, "the ledger is damaged: entry " + wanted + " of account " + account
                    + " is not at position " + decidedAt + "; run a verification");
        }
        return entry;
    }

    private @Nullable PlacedEntry find(OutcomeBlock from, long wanted) {
        while (from.next() && from.decidedAt() <= decidedAt) {
            if (from.decidedAt() == decidedAt) {
                Outcome outcome = from.outcome();
                for (Entry entry : outcome.entries()) {
                    if (entry.sequence() == wanted && entry.account().equals(account)) {
                        return new PlacedEntry(entry, outcome.position(), decidedAt);
                    }
                }
            }
        }
        return null;
    }

    private OutcomeBlock blockAt(long position) {
        if (!outcomes.seekAtOrBefore(LedgerTables.position(position))) {
            throw new StorageException(Kind.DAMAGED,
                    "the ledger is damaged: there are no outcomes at position " + position);
        }
        return new OutcomeBlock(OutcomeCursor.first(outcomes), outcomes.value());
    }

    @Override
    public void close() {
        postings.close();
        outcomes.close();
    }
}
