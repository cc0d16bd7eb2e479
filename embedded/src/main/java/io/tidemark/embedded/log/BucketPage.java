package io.tidemark.embedded.log;

import io.tidemark.core.port.Bucket;
import io.tidemark.core.port.StorageException;
import io.tidemark.core.port.StorageException.Kind;
import org.jspecify.annotations.Nullable;

/// The buckets of neighbouring positions, two bits each. Not thread-safe.
final class BucketPage {
    /// How many positions a page holds.
    static final int POSITIONS = 1 << 10;
    private static final int BYTES = POSITIONS / 4;

    private final byte[] bits;

    /// A page as it was stored; null is a page on which nothing was moved.
    BucketPage(byte @Nullable [] stored) {
        if (stored != null && stored.length != BYTES) {
            throw new StorageException(Kind.DAMAGED,
                    "a page of buckets is damaged: it has " + stored.length + " bytes");
        }
        bits = stored == null ? new byte[BYTES] : stored;
    }

    /// The number of the page that holds a position.
    static long numberOf(long position) {
        return position / POSITIONS;
    }

    /// The page as it is to be stored.
    byte[] bits() {
        return bits;
    }

    Bucket get(long position) {
        int slot = (int) (position % POSITIONS);
        int code = bits[slot >> 2] >> ((slot & 3) * 2) & 3;
        return switch (code) {
            case 0 -> Bucket.NEW;
            case 1 -> Bucket.ARCHIVE;
            case 2 -> Bucket.REJECTED;
            default -> throw new StorageException(Kind.DAMAGED, "a page of buckets is damaged at position " + position);
        };
    }

    void set(long position, Bucket bucket) {
        int slot = (int) (position % POSITIONS);
        int code = switch (bucket) {
            case NEW -> 0;
            case ARCHIVE -> 1;
            case REJECTED -> 2;
        };
        int shift = (slot & 3) * 2;
        bits[slot >> 2] = (byte) ((bits[slot >> 2] & ~(3 << shift)) | (code << shift));
    }
}
