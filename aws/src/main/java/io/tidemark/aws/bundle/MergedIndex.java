package io.tidemark.aws.bundle;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.port.Cursor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/// Walks over the indexes of bundles at once, in bytewise order of the keys; under a key, bundle by bundle.
final class MergedIndex implements Cursor<Placed> {
    private record Head(Placed placed, IndexCursor rest, int turn) {
        EventKey key() {
            return placed.line().attempt().id().key();
        }
    }

    private final PriorityQueue<Head> heads = new PriorityQueue<>(
            Comparator.comparing(Head::key).thenComparingInt(Head::turn));

    /// @param from what the first key is not before
    MergedIndex(BundleObjects objects, List<Manifest> bundles, String from) {
        for (int i = 0; i < bundles.size(); i++) {
            advance(new IndexCursor(objects, bundles.get(i), from), i);
        }
    }

    private void advance(IndexCursor cursor, int turn) {
        Placed next = cursor.next();
        if (next != null) {
            heads.add(new Head(next, cursor, turn));
        }
    }

    @Override
    public @Nullable Placed next() {
        Head head = heads.poll();
        if (head == null) {
            return null;
        }
        advance(head.rest(), head.turn());
        return head.placed();
    }

    /// The key that comes next, or null at the end.
    @Nullable
    EventKey nextKey() {
        Head head = heads.peek();
        return head == null ? null : head.key();
    }

    /// What the indexes tell of a key; those of earlier keys are passed over.
    List<Placed> of(EventKey key) {
        List<Placed> found = new ArrayList<>();
        for (EventKey next = nextKey(); next != null && next.compareTo(key) <= 0; next = nextKey()) {
            Placed placed = next();
            if (placed != null && next.equals(key)) {
                found.add(placed);
            }
        }
        return found;
    }

    @Override
    public void close() {
        heads.clear();
    }
}
