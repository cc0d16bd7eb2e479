package io.tidemark.recovery.verify;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Collects differences: the first ones as they are, all of them as counts in total and by account. Not thread-safe.
public final class Differences {
    /// How many accounts are counted apart.
    private static final int MAX_ACCOUNTS = 100_000;

    private final int limit;
    private final List<Difference> first = new ArrayList<>();
    private final TreeMap<String, Long> byAccount = new TreeMap<>();
    private long total;

    /// Keeps so many differences as they are.
    public Differences(int limit) {
        this.limit = limit;
    }

    /// Takes one more.
    public void add(Difference difference) {
        total++;
        if (first.size() < limit) {
            first.add(difference);
        }
        String account = difference.account();
        if (account != null) {
            count(account, 1);
        }
    }

    private void count(String account, long times) {
        if (byAccount.size() < MAX_ACCOUNTS || byAccount.containsKey(account)) {
            byAccount.merge(account, times, Long::sum);
        }
    }

    /// Takes those of another collection, after the ones that are here.
    void addAll(Differences other) {
        total += other.total;
        first.addAll(other.first.subList(0, Math.min(other.first.size(), limit - first.size())));
        other.byAccount.forEach(this::count);
    }

    /// Whether there is none.
    public boolean isEmpty() {
        return total == 0;
    }

    /// What was collected.
    public Found found() {
        return new Found(total, first, byAccount);
    }

    /// Differences as they were found. Immutable.
    ///
    /// @param total     how many there are
    /// @param first     the first of them, in the order in which they were found
    /// @param byAccount how many there are of each account, in bytewise order; of the first accounts when very many differ
    public record Found(long total, List<Difference> first, Map<String, Long> byAccount) {
        /// No differences.
        public static final Found NONE = new Found(0, List.of(), Map.of());

        /// Copies of the list and the map.
        public Found {
            first = List.copyOf(first);
            byAccount = new TreeMap<>(byAccount);
        }

        /// The members for a JSON document.
        public Map<String, Object> toTree() {
            Map<String, Object> tree = new LinkedHashMap<>();
            tree.put("total", total);
            tree.put("byAccount", byAccount);
            tree.put("first", first.stream().map(Difference::toTree).toList());
            return tree;
        }
    }
}
