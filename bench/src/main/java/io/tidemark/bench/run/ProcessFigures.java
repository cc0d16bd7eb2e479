package io.tidemark.bench.run;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// What this process has used since it began, as the JVM and the system tell.
final class ProcessFigures {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Path IO = Path.of("/proc/self/io");
    private static final long KILO = 1024;

    private final long beganNanos = System.nanoTime();

    /// The figures of a phase that began with this object and ends now.
    ///
    /// @param events  events that were worked on
    /// @param details further numbers by name
    /// @param digest  the state digest of the ledger, or `-`
    Figures end(long events, Map<String, Long> details, String digest) throws IOException {
        return new Figures(events, System.nanoTime() - beganNanos, cpuNanos(), heapBytes(), residentBytes(),
                number(IO, "write_bytes:"), details, digest);
    }

    /// The most memory that this process had resident so far; 0 where the system does not tell.
    static long residentBytes() throws IOException {
        return number(STATUS, "VmHWM:") * KILO;
    }

    private static long cpuNanos() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                ? system.getProcessCpuTime()
                : 0;
    }

    private static long heapBytes() {
        return ManagementFactory.getMemoryPoolMXBeans().stream().filter(pool -> pool.getType() == MemoryType.HEAP)
                .map(MemoryPoolMXBean::getPeakUsage).mapToLong(usage -> usage.getUsed()).sum();
    }

    /// The number behind a name in one of the system's files; 0 when there is none.
    private static long number(Path file, String name) throws IOException {
        if (!Files.isReadable(file)) {
            return 0;
        }
        return Files.readAllLines(file).stream().filter(line -> line.startsWith(name))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", ""))).findFirst().orElse(0);
    }
}
