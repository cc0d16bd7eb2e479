package io.tidemark.recovery.verify;

import io.tidemark.core.ledger.Outcome;
import io.tidemark.core.ledger.OutcomeState;
import io.tidemark.core.port.Bucket;
import io.tidemark.core.port.LedgerReader;
import io.tidemark.core.port.StorageException;
import io.tidemark.core.port.Stores;
import io.tidemark.recovery.verify.Difference.Kind;
import java.util.List;

/// Holds the buckets, as they were at a moment, against the fold: attempts that stand rejected, and no others, are in the rejected bucket.
/// Outcomes are carried out a little after they are committed; what was not carried out yet is no difference. Not thread-safe.
final class BucketComparison {
    private final Stores stores;
    private final Differences differences;

    BucketComparison(Stores stores, Differences differences) {
        this.stores = stores;
        this.differences = differences;
    }

    /// @param rejected the attempts that stand rejected at the position
    /// @param position the position that the fold has reached
    /// @param picture  the buckets as they are to be held against it
    void compare(PositionSet rejected, long position, BucketPicture picture) {
        String damage = picture.damage();
        if (damage != null) {
            differences.add(Difference.ofWhole(Kind.BUCKET, "buckets that can be read", damage));
            return;
        }
        try {
            compareReadable(rejected, position, picture);
        } catch (StorageException e) {
            if (e.kind() != StorageException.Kind.DAMAGED) {
                throw e;
            }
            differences
                    .add(Difference.ofWhole(Kind.BUCKET, "buckets that can be read", String.valueOf(e.getMessage())));
        }
    }

    private void compareReadable(PositionSet rejected, long position, BucketPicture picture) {
        PositionSet there = picture.rejected();
        PositionSet wrong = new PositionSet();
        wrong.addAll(rejected);
        wrong.removeAll(there);
        PositionSet more = new PositionSet();
        more.addAll(there);
        more.removeAll(rejected);
        wrong.addAll(more);
        String generation = stores.control().read().generation();
        if (wrong.size() == 0 || generation == null) {
            return;
        }
        // The ledger as it is by now may explain what looks wrong: something was processed meanwhile.
        try (LedgerReader now = stores.generations().openForReading(generation)) {
            for (long at = wrong.next(1); at > 0; at = wrong.next(at + 1)) {
                Bucket expected = rejected.contains(at) ? Bucket.REJECTED : Bucket.NEW;
                Bucket found = there.contains(at) ? Bucket.REJECTED : stores.buckets().bucketOf(at);
                if (found != expected && !isExplained(now.outcomes(at), found, position, picture.carriedOut())) {
                    differences.add(new Difference(Kind.BUCKET, null, null, null, at, "in bucket " + expected,
                            "in bucket " + found));
                }
            }
        }
    }

    private static boolean isExplained(List<Outcome> outcomes, Bucket found, long position, long carriedOut) {
        if (outcomes.isEmpty()) {
            // An attempt that this ledger has not decided, another one had; what that one did was not undone yet.
            return carriedOut < position;
        }
        Outcome last = outcomes.getLast();
        Bucket wanted = last.state() == OutcomeState.REJECTED ? Bucket.REJECTED : Bucket.NEW;
        return last.decidedAt() > carriedOut || (last.decidedAt() > position && found == wanted);
    }
}
