package io.tidemark.embedded.ledger;

import io.tidemark.core.ledger.Outcome;
import io.tidemark.core.port.Cursor;
import io.tidemark.embedded.encoding.ByteSource;
import io.tidemark.embedded.rocks.Walk;
import org.jspecify.annotations.Nullable;

/// Walks over the outcomes that took effect from one position to another, both included.
final class OutcomeCursor implements Cursor<Outcome> {
    private final Walk walk;
    private final long from;
    private final long to;
    private boolean placed;
    private boolean done;
    private @Nullable OutcomeBlock block;

    OutcomeCursor(Walk walk, long from, long to) {
        this.walk = walk;
        this.from = from;
        this.to = to;
    }

    @Override
    public @Nullable Outcome next() {
        while (!done) {
            if (block == null || !block.next()) {
                block = nextBlock();
                done = block == null;
            } else if (block.decidedAt() > to) {
                done = true;
            } else if (block.decidedAt() >= from) {
                return block.outcome();
            }
        }
        return null;
    }

    private @Nullable OutcomeBlock nextBlock() {
        boolean found;
        if (placed) {
            found = walk.next();
        } else {
            // The block that begins at or before the first position may hold it.
            byte[] start = LedgerTables.position(from);
            found = walk.seekAtOrBefore(start) || walk.seek(start);
            placed = true;
        }
        return found ? new OutcomeBlock(first(walk), walk.value()) : null;
    }

    static long first(Walk walk) {
        return new ByteSource(walk.key(), "a key of the ledger").getLong();
    }

    @Override
    public void close() {
        walk.close();
    }
}
