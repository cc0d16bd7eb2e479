package io.tidemark.aws.bundle;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.port.Cursor;
import io.tidemark.core.port.StorageException;
import io.tidemark.core.port.StorageException.Kind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Walks over the index of a bundle, from a key on, in bytewise order of the keys. Holds a part of the index at a time.
final class IndexCursor implements Cursor<Placed> {
    private final BundleObjects objects;
    private final Manifest bundle;
    private String from;
    private final Deque<Placed> ready = new ArrayDeque<>();
    private int block;

    /// @param from what the first key is not before
    IndexCursor(BundleObjects objects, Manifest bundle, String from) {
        this.objects = objects;
        this.bundle = bundle;
        this.from = from;
        passBlocks();
    }

    private void passBlocks() {
        List<Part> blocks = bundle.index().parts();
        // The block before the first that begins with it may end with it.
        while (block + 1 < blocks.size() && blocks.get(block + 1).first().compareTo(from) < 0) {
            block++;
        }
    }

    /// What the index tells of a key. Those of earlier keys are passed over, and parts that have nothing but these are not read.
    List<Placed> of(EventKey key) {
        for (Placed one = ready.peek(); one != null && key(one.line()).compareTo(key) < 0; one = ready.peek()) {
            ready.remove();
        }
        if (ready.isEmpty()) {
            from = key.text();
            passBlocks();
        }
        List<Placed> found = new ArrayList<>();
        for (Placed one = next(); one != null; one = next()) {
            if (!key(one.line()).equals(key)) {
                ready.addFirst(one);
                break;
            }
            found.add(one);
        }
        return found;
    }

    @Override
    public @Nullable Placed next() {
        while (ready.isEmpty()) {
            if (block >= bundle.index().parts().size()) {
                return null;
            }
            fill(block++);
        }
        return ready.poll();
    }

    private void fill(int number) {
        String text = new String(objects.block(bundle, number), StandardCharsets.UTF_8);
        try {
            text.lines().map(IndexLine::decode).filter(line -> key(line).text().compareTo(from) >= 0)
                    .forEach(line -> ready.add(new Placed(bundle, line)));
        } catch (IllegalArgumentException e) {
            throw new StorageException(Kind.DAMAGED,
                    "the index of bundle " + bundle.id() + " is damaged: " + e.getMessage(), e);
        }
    }

    private static EventKey key(IndexLine line) {
        return line.attempt().id().key();
    }

    @Override
    public void close() {
        ready.clear();
        block = Integer.MAX_VALUE;
    }
}
