package io.tidemark.aws.bundle;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.port.ListedAttempt;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Tells which bundle stands for a copy already. Asked for the copies of a bucket in the order of its listing. A bundle is asked only for copies that
/// were there when it was published: so a run over fresh copies reads no index of the bundles before, however many there are. For one
/// thread.
final class KnownCopies implements AutoCloseable {
    /// By how much the times that S3 gives to two objects may be apart from the order in which they were put.
    private static final long SKEW_MICROS = 3_600_000_000L;

    private final List<Known> newestFirst = new ArrayList<>();

    /// A bundle, and how far its index was read.
    private static final class Known {
        private final Manifest bundle;
        private final long published;
        private @Nullable IndexCursor index;
        private @Nullable EventKey lastKey;
        private List<Placed> last = List.of();

        Known(Manifest bundle, long published) {
            this.bundle = bundle;
            this.published = published;
        }

        /// A key's versions are asked for one by one.
        List<Placed> of(EventKey key, BundleObjects objects) {
            if (!key.equals(lastKey)) {
                IndexCursor cursor = index == null ? new IndexCursor(objects, bundle, key.text()) : index;
                index = cursor;
                lastKey = key;
                last = cursor.of(key);
            }
            return last;
        }
    }

    private final BundleObjects objects;

    KnownCopies(BundleObjects objects, List<Manifest> bundles) {
        this.objects = objects;
        bundles.forEach(bundle -> newestFirst.add(new Known(bundle, objects.publishedMicros(bundle))));
        newestFirst.sort(Comparator.comparingLong((Known one) -> one.published).reversed());
    }

    /// Where a bundle has the copy, or null when none has.
    @Nullable
    Placed of(ListedAttempt copy) {
        for (Known one : newestFirst) {
            if (copy.storedMicros() - SKEW_MICROS > one.published) {
                return null;
            }
            for (Placed placed : one.of(copy.key(), objects)) {
                if (holds(placed, copy)) {
                    return placed;
                }
            }
        }
        return null;
    }

    private static boolean holds(Placed placed, ListedAttempt copy) {
        return placed.line().attempt().copies().stream()
                .anyMatch(one -> one.bucket() == copy.bucket() && one.version().equals(copy.version()));
    }

    @Override
    public void close() {
        newestFirst.clear();
    }
}
