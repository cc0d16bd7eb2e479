package io.tidemark.embedded.log;

import io.tidemark.core.port.Bundles;
import io.tidemark.core.port.Cursor;
import io.tidemark.core.port.StorageException;
import io.tidemark.core.port.StorageException.Kind;
import io.tidemark.embedded.bundle.BundleShelf;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The attempts whose bodies cannot be read, because their bundle is lost or damaged.
final class LostBodies implements Cursor<Bundles.Held> {
    private final BundleShelf shelf;
    private final BundledAttempts attempts;
    private final Map<BundleShelf.Place, Boolean> lost = new HashMap<>();
    private final Deque<Bundles.Held> found = new ArrayDeque<>();

    LostBodies(OpenedEvents opened, long from, long to) {
        shelf = opened.reader().shelf();
        attempts = new BundledAttempts(opened, from, to, place -> lost.computeIfAbsent(place, this::isLost));
    }

    private boolean isLost(BundleShelf.Place place) {
        try {
            shelf.check(place);
            return false;
        } catch (StorageException e) {
            if (e.kind() != Kind.DAMAGED && e.kind() != Kind.FROZEN) {
                throw e;
            }
            return e.kind() == Kind.DAMAGED;
        }
    }

    @Override
    public Bundles.@Nullable Held next() {
        while (found.isEmpty()) {
            List<BundledAttempts.Known> more = attempts.next();
            if (more == null) {
                return null;
            }
            more.forEach(each -> found.add(attempts.held(each)));
        }
        return found.remove();
    }

    @Override
    public void close() {
        attempts.close();
    }
}
