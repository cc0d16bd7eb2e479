package io.tidemark.recovery.verify;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The open matters of the fold, found by their key or by that of a follow-up, of which only the request-id is looked at. An
/// open-addressing table; not thread-safe.
final class MatterMap {
    private @Nullable FoldedMatter[] table = new FoldedMatter[1 << 10];
    private int size;

    /// The matter that a follow-up of this key refers to, or null when there is none.
    ///
    /// @param hash the hash of the original's key
    /// @param attempts describes the follow-up, or the original itself: the request-id is what counts
    /// @param index    where it is described
    /// @param deposit whether the original is a deposit, not a payment
    @Nullable
    FoldedMatter get(long hash, ReadBatch attempts, int index, boolean deposit) {
        int mask = table.length - 1;
        for (int slot = (int) hash & mask;; slot = (slot + 1) & mask) {
            FoldedMatter matter = table[slot];
            if (matter == null || (matter.hash == hash && matter.deposit == deposit
                    && attempts.hasRequestIdOf(index, matter.key))) {
                return matter;
            }
        }
    }

    /// Adds a matter that is not there.
    void add(FoldedMatter matter) {
        if (2 * (size + 1) > table.length) {
            FoldedMatter[] old = grown();
            for (FoldedMatter each : old) {
                place(each);
            }
        }
        place(matter);
        size++;
    }

    private FoldedMatter[] grown() {
        FoldedMatter[] all = new FoldedMatter[size];
        int[] count = {0};
        forEach(matter -> all[count[0]++] = matter);
        table = new FoldedMatter[2 * table.length];
        return all;
    }

    private void place(FoldedMatter matter) {
        int mask = table.length - 1;
        int slot = (int) matter.hash & mask;
        while (table[slot] != null) {
            slot = (slot + 1) & mask;
        }
        table[slot] = matter;
    }

    /// Takes a matter out.
    void remove(FoldedMatter matter) {
        int mask = table.length - 1;
        int slot = (int) matter.hash & mask;
        while (table[slot] != matter) {
            if (table[slot] == null) {
                throw new IllegalStateException("no open matter " + matter.key);
            }
            slot = (slot + 1) & mask;
        }
        size--;
        // Those behind it close up, so that no gap cuts a run of neighbours.
        int gap = slot;
        for (int next = (gap + 1) & mask;; next = (next + 1) & mask) {
            FoldedMatter moved = table[next];
            if (moved == null) {
                table[gap] = null;
                return;
            }
            int home = (int) moved.hash & mask;
            if (((next - home) & mask) >= ((next - gap) & mask)) {
                table[gap] = moved;
                gap = next;
            }
        }
    }

    /// How many matters there are.
    int size() {
        return size;
    }

    /// Visits all matters, in no order.
    void forEach(Consumer<? super FoldedMatter> visitor) {
        for (FoldedMatter matter : table) {
            if (matter != null) {
                visitor.accept(matter);
            }
        }
    }
}
