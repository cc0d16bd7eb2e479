package io.tidemark.bench.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// How to run.
///
/// @param sizes     numbers of events, one run each
/// @param accounts  accounts
/// @param seed      what the events are drawn from
/// @param directory where homes and files go; its homes are deleted before they are made
/// @param heap      the heap of each process, as `-Xmx` takes it
/// @param phases    what to measure
/// @param jfr       where recordings of the flight recorder go, or null for none
record Settings(List<Long> sizes, int accounts, long seed, Path directory, String heap, Set<Phase> phases,
        @Nullable Path jfr) {
    static final String HELP = """
            Usage: bench/run [OPTIONS]
              --events N[,N...]    events, one run each (default: 1000000)
              --accounts N         accounts (default: 100000)
              --seed S             what the events are drawn from (default: 1)
              --dir DIR            where homes and files go (default: target/bench, in the current directory)
              --heap SIZE          heap of each process (default: 1g)
              --phases P[,P...]    what to run, of %s
                                   (default: all; a phase needs what the ones before it leave behind)
              --jfr DIR            record each phase with the JDK's flight recorder
            """.formatted(String.join(", ", Stream.of(Phase.values()).map(Settings::option).toList()));

    /// Reads the command line.
    ///
    /// @throws IllegalArgumentException when it is wrong
    static Settings parse(String... args) {
        List<Long> sizes = List.of(1_000_000L);
        int accounts = 100_000;
        long seed = 1;
        Path directory = Path.of("target", "bench");
        String heap = "1g";
        Set<Phase> phases = EnumSet.allOf(Phase.class);
        Path jfr = null;
        for (int i = 0; i < args.length; i += 2) {
            if (i + 1 == args.length) {
                throw new IllegalArgumentException(args[i] + " needs a value");
            }
            String value = args[i + 1];
            switch (args[i]) {
                case "--events" -> sizes = Stream.of(value.split(",", -1)).map(Long::valueOf).toList();
                case "--accounts" -> accounts = Integer.parseInt(value);
                case "--seed" -> seed = Long.parseLong(value);
                case "--dir" -> directory = Path.of(value);
                case "--heap" -> heap = value;
                case "--phases" -> phases = phases(value);
                case "--jfr" -> jfr = Path.of(value);
                default -> throw new IllegalArgumentException("no such option: " + args[i]);
            }
        }
        return new Settings(sizes, accounts, seed, directory, heap, phases, jfr);
    }

    private static Set<Phase> phases(String names) {
        List<Phase> phases = new ArrayList<>();
        for (String name : names.split(",", -1)) {
            phases.add(Stream.of(Phase.values()).filter(phase -> option(phase).equals(name)).findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("no such phase: " + name)));
        }
        return EnumSet.copyOf(phases);
    }

    /// A phase's name on the command line.
    static String option(Phase phase) {
        return phase.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
