package io.tidemark.recovery.verify;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/// A set of positions of the log, one bit each. Not thread-safe.
public final class PositionSet {
    private static final int PAGE_BITS = 20;
    private static final int PAGE_MASK = (1 << PAGE_BITS) - 1;

    private final List<BitSet> pages = new ArrayList<>();

    /// Adds a position.
    ///
    /// @return whether it was not there before
    public boolean add(long position) {
        BitSet page = page(position);
        int bit = (int) (position & PAGE_MASK);
        if (page.get(bit)) {
            return false;
        }
        page.set(bit);
        return true;
    }

    /// Takes a position out; one that is not there is not an error.
    public void remove(long position) {
        if (position >>> PAGE_BITS < pages.size()) {
            page(position).clear((int) (position & PAGE_MASK));
        }
    }

    /// Whether a position is there.
    public boolean contains(long position) {
        return position >>> PAGE_BITS < pages.size() && page(position).get((int) (position & PAGE_MASK));
    }

    /// Adds all positions of another set.
    public void addAll(PositionSet other) {
        for (int i = 0; i < other.pages.size(); i++) {
            page((long) i << PAGE_BITS).or(other.pages.get(i));
        }
    }

    /// Takes out all positions of another set.
    public void removeAll(PositionSet other) {
        for (int i = 0; i < Math.min(pages.size(), other.pages.size()); i++) {
            pages.get(i).andNot(other.pages.get(i));
        }
    }

    /// How many positions there are.
    public long size() {
        return pages.stream().mapToLong(BitSet::cardinality).sum();
    }

    /// The first position at or after that one that is there, or -1 when there is none.
    public long next(long from) {
        int first = (int) (from >>> PAGE_BITS);
        for (int i = first; i < pages.size(); i++) {
            int bit = pages.get(i).nextSetBit(i == first ? (int) (from & PAGE_MASK) : 0);
            if (bit >= 0) {
                return ((long) i << PAGE_BITS) + bit;
            }
        }
        return -1;
    }

    /// The first position at or after that one that is not there.
    public long nextAbsent(long from) {
        long position = from;
        while (position >>> PAGE_BITS < pages.size()) {
            int page = (int) (position >>> PAGE_BITS);
            int bit = pages.get(page).nextClearBit((int) (position & PAGE_MASK));
            if (bit <= PAGE_MASK) {
                return ((long) page << PAGE_BITS) + bit;
            }
            position = (page + 1L) << PAGE_BITS;
        }
        return position;
    }

    private BitSet page(long position) {
        int index = Math.toIntExact(position >>> PAGE_BITS);
        while (pages.size() <= index) {
            pages.add(new BitSet());
        }
        return pages.get(index);
    }
}
