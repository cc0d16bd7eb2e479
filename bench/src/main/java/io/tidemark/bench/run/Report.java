package io.tidemark.bench.run;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// Figures as lines of a table.
final class Report {
    static final String HEADER = String.format(Locale.ROOT, "%-24s %9s %11s %7s %9s %9s %10s  %-18s %s", "phase",
            "seconds",
            "events/s", "CPU s", "heap MB", "memory MB", "written MB", "to reach", "details");
    private static final long MEGA = 1_000_000;
    private static final double NANOS = 1e9;

    private Report() {}

    static String line(Phase phase, Figures figures) {
        String target = phase.target();
        return row(phase.label(), figures, target == null ? "" : target);
    }

    /// Two phases, one after the other, as one.
    static String sum(String label, Figures first, Figures second) {
        return row(label,
                new Figures(first.events(), first.nanos() + second.nanos(), first.cpuNanos() + second.cpuNanos(),
                        Math.max(first.heapBytes(), second.heapBytes()),
                        Math.max(first.memoryBytes(), second.memoryBytes()),
                        first.writtenBytes() + second.writtenBytes(), Map.of(), "-"),
                String.valueOf(Phase.PUT_AND_PROCESS.target()));
    }

    private static String row(String label, Figures figures, String target) {
        StringBuilder details = new StringBuilder();
        // Sorted, because a map that was copied has no order.
        new TreeMap<>(figures.details()).forEach((name, value) -> details.append(detail(name, value)));
        return String.format(Locale.ROOT, "%-24s %9.2f %,11d %7.1f %9d %9d %10d  %-18s %s", label,
                figures.nanos() / NANOS,
                figures.perSecond(), figures.cpuNanos() / NANOS, figures.heapBytes() / MEGA,
                figures.memoryBytes() / MEGA,
                figures.writtenBytes() / MEGA, target, details.toString().stripTrailing());
    }

    private static String detail(String name, long value) {
        if (name.endsWith("PerSecond")) {
            return String.format(Locale.ROOT, "%s %,d/s  ", name.substring(0, name.length() - 9), value);
        }
        return name.endsWith("Nanos")
                ? String.format(Locale.ROOT, "%s %.2f s  ", name.substring(0, name.length() - 5), value / NANOS)
                : String.format(Locale.ROOT, "%s %.3f ms  ", name, value / 1e6);
    }
}
