package io.tidemark.embedded.ledger;

import io.tidemark.core.ledger.Outcome;
import io.tidemark.embedded.encoding.ByteSink;
import io.tidemark.embedded.encoding.ByteSource;

/// A run of outcomes in the order in which they took effect, as stored under the position at which the first did. Outcomes that
/// took effect at one position are in one block. Reads forward once; not thread-safe.
final class OutcomeBlock {
    private static final String WHAT = "a block of outcomes";

    private final byte[] bytes;
    private final ByteSource source;
    private long decidedAt;
    private int end;

    /// Reads a block from its beginning.
    ///
    /// @param first the position under which it was found
    OutcomeBlock(long first, byte[] bytes) {
        this.bytes = bytes;
        this.source = new ByteSource(bytes, WHAT);
        this.decidedAt = first;
        this.end = 0;
    }

    /// Goes to the next outcome.
    ///
    /// @return whether there is one
    boolean next() {
        source.skip(end - source.offset());
        if (!source.hasMore()) {
            return false;
        }
        decidedAt += source.getVarint();
        int length = source.getCount(bytes.length);
        end = source.offset() + length;
        return true;
    }

    /// When the outcome took effect.
    long decidedAt() {
        return decidedAt;
    }

    /// The outcome.
    Outcome outcome() {
        ByteSource record = new ByteSource(bytes, source.offset(), Math.min(end, bytes.length), WHAT);
        Outcome outcome = OutcomeCodec.decode(record, decidedAt);
        if (record.hasMore()) {
            throw record.damaged("an outcome is longer than it says");
        }
        return outcome;
    }

    /// Collects outcomes for a block. Used over and over.
    static final class Writer {
        /// A block ends after so many outcomes, but not between such as took effect at one position.
        private static final int ENOUGH = 64;

        private final ByteSink block = new ByteSink(64 << 10);
        private final ByteSink record = new ByteSink(1 << 10);
        private long first;
        private long last;
        private int count;

        boolean isEmpty() {
            return count == 0;
        }

        /// Whether an outcome that took effect at that position belongs into another block.
        boolean isFullBefore(long decidedAt) {
            return count >= ENOUGH && decidedAt != last;
        }

        void add(Outcome outcome) {
            if (count == 0) {
                first = outcome.decidedAt();
                last = first;
            }
            record.clear();
            OutcomeCodec.encode(outcome, record);
            block.putVarint(outcome.decidedAt() - last).putVarint(record.size()).putBytes(record.array(), 0,
                    record.size());
            last = outcome.decidedAt();
            count++;
        }

        long first() {
            return first;
        }

        ByteSink bytes() {
            return block;
        }

        void clear() {
            block.clear();
            count = 0;
        }
    }
}
