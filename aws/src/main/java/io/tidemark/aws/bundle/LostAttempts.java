package io.tidemark.aws.bundle;

import io.tidemark.core.port.Bundles;
import io.tidemark.core.port.Cursor;
import io.tidemark.core.port.StorageException;
import io.tidemark.core.port.StorageException.Kind;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Walks over the attempts whose bundle is lost or damaged, bundle by bundle. Passes over those that are cold.
final class LostAttempts implements Cursor<Bundles.Held> {
    private final BundleObjects objects;
    private final Iterator<Manifest> bundles;
    private final Deque<Bundles.Held> found = new ArrayDeque<>();

    LostAttempts(BundleObjects objects, List<Manifest> bundles) {
        this.objects = objects;
        this.bundles = bundles.iterator();
    }

    @Override
    public Bundles.@Nullable Held next() {
        while (found.isEmpty() && bundles.hasNext()) {
            try {
                new BundleCheck(objects, bundles.next()).faults().forEach(fault -> found.addAll(fault.held()));
            } catch (StorageException e) {
                if (e.kind() != Kind.FROZEN) {
                    throw e;
                }
            }
        }
        return found.poll();
    }

    @Override
    public void close() {
        found.clear();
    }
}
