package io.tidemark.recovery.verify;

import io.tidemark.core.port.Bucket;
import io.tidemark.core.port.Buckets;
import io.tidemark.core.port.Cursor;
import io.tidemark.core.port.StorageException;
import org.jspecify.annotations.Nullable;

/// The rejected bucket as it is at a moment, to be held against the ledger of that moment while outcomes go on being carried out. Takes a bit
/// for each position. Not to be changed.
///
/// @param rejected   the attempts that are in the rejected bucket
/// @param carriedOut the position up to which outcomes had been carried out before
/// @param damage     what is wrong with the buckets when they cannot be read, or null
public record BucketPicture(PositionSet rejected, long carriedOut, @Nullable String damage) {
    /// The buckets as they are now.
    ///
    /// @throws StorageException when storage fails otherwise than by damage
    public static BucketPicture of(Buckets buckets) {
        long carriedOut = buckets.movedUpTo();
        PositionSet rejected = new PositionSet();
        try (Cursor<Long> positions = buckets.positions(Bucket.REJECTED, 0)) {
            for (Long at = positions.next(); at != null; at = positions.next()) {
                rejected.add(at);
            }
        } catch (StorageException e) {
            if (e.kind() != StorageException.Kind.DAMAGED) {
                throw e;
            }
            return new BucketPicture(rejected, carriedOut, String.valueOf(e.getMessage()));
        }
        return new BucketPicture(rejected, carriedOut, null);
    }
}
