package io.tidemark.recovery.replay;

import io.tidemark.core.port.Bucket;
import io.tidemark.core.port.Buckets;
import io.tidemark.core.port.Cursor;
import io.tidemark.recovery.verify.PositionSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// Brings the buckets to what a new ledger says: its rejected attempts, and no others, are in the rejected bucket.
final class BucketMoves {
    private static final int MOVES_AT_ONCE = 100_000;

    private final Buckets buckets;
    private Map<Long, Bucket> moves = new HashMap<>();

    BucketMoves(Buckets buckets) {
        this.buckets = buckets;
    }

    /// Moves what has to be moved. Repeatable: when it is interrupted, doing it again ends in the same.
    ///
    /// @param rejected     the attempts that stand rejected
    /// @param held         attempts that have no outcome because others are lost; those of them that were rejected before stay where they are
    /// @param upToPosition the position that the ledger has reached; attempts behind it are new
    void carryOut(PositionSet rejected, Set<Long> held, long upToPosition) {
        PositionSet there = new PositionSet();
        try (Cursor<Long> positions = buckets.positions(Bucket.REJECTED, 0)) {
            for (Long position = positions.next(); position != null; position = positions.next()) {
                there.add(position);
            }
        }
        for (long position = there.next(1); position > 0; position = there.next(position + 1)) {
            if (!rejected.contains(position) && !held.contains(position)) {
                move(position, Bucket.NEW);
            }
        }
        for (long position = rejected.next(1); position > 0; position = rejected.next(position + 1)) {
            if (!there.contains(position)) {
                move(position, Bucket.REJECTED);
            }
        }
        buckets.move(moves, upToPosition);
    }

    private void move(long position, Bucket to) {
        moves.put(position, to);
        if (moves.size() == MOVES_AT_ONCE) {
            buckets.move(moves, buckets.movedUpTo());
            moves = new HashMap<>();
        }
    }
}
