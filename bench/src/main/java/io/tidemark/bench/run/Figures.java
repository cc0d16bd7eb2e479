package io.tidemark.bench.run;

import java.util.Map;
import java.util.TreeMap;

/// What one phase measured. A child process prints it as one line, which its parent reads.
///
/// @param events       events that were worked on
/// @param nanos        wall time from opening the home to having closed it
/// @param cpuNanos     time of all threads together
/// @param heapBytes    the most heap that was in use, garbage included
/// @param memoryBytes  the most memory that the process had resident; 0 where the system does not tell
/// @param writtenBytes bytes that were sent to the disk; 0 where the system does not tell
/// @param details      further numbers by name
/// @param digest       the state digest of the ledger afterwards, or `-`
record Figures(long events, long nanos, long cpuNanos, long heapBytes, long memoryBytes, long writtenBytes,
        Map<String, Long> details, String digest) {
    /// What the line with the figures begins with.
    static final String PREFIX = "FIGURES ";

    Figures {
        details = Map.copyOf(details);
    }

    /// Events a second.
    long perSecond() {
        return nanos == 0 ? 0 : Math.round(events * 1e9 / nanos);
    }

    /// The line.
    String toLine() {
        StringBuilder line = new StringBuilder(PREFIX).append("events=").append(events).append(" nanos=").append(nanos)
                .append(" cpu=").append(cpuNanos).append(" heap=").append(heapBytes).append(" memory=")
                .append(memoryBytes)
                .append(" written=").append(writtenBytes).append(" digest=").append(digest);
        details.forEach((name, value) -> line.append(" +").append(name).append('=').append(value));
        return line.toString();
    }

    /// Reads the line.
    static Figures parse(String line) {
        Map<String, Long> numbers = new TreeMap<>();
        Map<String, Long> details = new TreeMap<>();
        String digest = "-";
        for (String part : line.substring(PREFIX.length()).split(" ", -1)) {
            int equals = part.indexOf('=');
            String name = part.substring(0, equals);
            String value = part.substring(equals + 1);
            if (name.equals("digest")) {
                digest = value;
            } else if (name.startsWith("+")) {
                details.put(name.substring(1), Long.valueOf(value));
            } else {
                numbers.put(name, Long.valueOf(value));
            }
        }
        return new Figures(numbers.getOrDefault("events", 0L), numbers.getOrDefault("nanos", 0L),
                numbers.getOrDefault("cpu", 0L), numbers.getOrDefault("heap", 0L), numbers.getOrDefault("memory", 0L),
                numbers.getOrDefault("written", 0L), details, digest);
    }
}
