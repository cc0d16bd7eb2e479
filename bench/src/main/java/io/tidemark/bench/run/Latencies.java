package io.tidemark.bench.run;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/// How long each of many things took. Not thread-safe.
final class Latencies {
    private final long[] nanos;
    private int count;

    Latencies(int capacity) {
        nanos = new long[capacity];
    }

    void add(long took) {
        nanos[count++] = took;
    }

    /// The percentiles that are reported, in nanoseconds: the time within which that share was done.
    Map<String, Long> percentiles() {
        long[] sorted = Arrays.copyOf(nanos, count);
        Arrays.sort(sorted);
        Map<String, Long> percentiles = new LinkedHashMap<>();
        percentiles.put("p50", at(sorted, 500));
        percentiles.put("p99", at(sorted, 990));
        percentiles.put("p999", at(sorted, 999));
        percentiles.put("max", at(sorted, 1000));
        return percentiles;
    }

    private static long at(long[] sorted, int perMille) {
        return sorted[Math.max(0, Math.ceilDiv(sorted.length * perMille, 1000) - 1)];
    }
}
