package io.tidemark.bench.run;

import io.tidemark.app.cli.Main;
import io.tidemark.app.generate.GeneratedFile;
import io.tidemark.app.generate.GeneratedInput;
import io.tidemark.app.generate.GeneratorOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Runs the phases and prints their figures beside what they have to reach.
public final class EndToEnd {
    private final Settings settings;
    private final GeneratorOptions stream;
    private final Map<Phase, Figures> results = new EnumMap<>(Phase.class);

    private EndToEnd(Settings settings, GeneratorOptions stream) {
        this.settings = settings;
        this.stream = stream;
    }

    /// Runs what the command line asks for.
    ///
    /// @param args see [Settings#HELP]
    /// @throws IOException          when files cannot be written or deleted
    /// @throws InterruptedException when the run is interrupted
    public static void main(String[] args) throws IOException, InterruptedException {
        if (List.of(args).contains("--help")) {
            System.out.print(Settings.HELP);
            return;
        }
        Settings settings;
        try {
            settings = Settings.parse(args);
        } catch (IllegalArgumentException e) {
            System.err.println("bench/run: " + e.getMessage());
            System.err.print(Settings.HELP);
            System.exit(2);
            return;
        }
        for (long events : settings.sizes()) {
            new EndToEnd(settings, new GeneratorOptions(events, settings.accounts(), settings.seed())).run();
        }
    }

    private void run() throws IOException, InterruptedException {
        System.out.printf(Locale.ROOT, "%n%,d generated events, %,d accounts, seed %d; %d processors, heap %s%n",
                stream.events(), stream.accounts(), stream.seed(), Runtime.getRuntime().availableProcessors(),
                settings.heap());
        Path file = events();
        train();
        System.out.println(Report.HEADER);
        for (Phase phase : settings.phases()) {
            prepare(phase);
            Figures figures = measure(phase, home(phase), file);
            results.put(phase, figures);
            System.out.println(Report.line(phase, figures));
        }
        Figures put = results.get(Phase.PUT);
        Figures process = results.get(Phase.PROCESS);
        if (put != null && process != null) {
            System.out.println(Report.sum("put, then process", put, process));
        }
        holdDigestsTogether();
    }

    /// The stream as a file, made when it is not there yet: streams of equal options are equal.
    private Path events() throws IOException {
        Path path = settings.directory()
                .resolve("events-" + stream.events() + "-" + stream.accounts() + "-" + stream.seed() + ".ndjson");
        if (!Files.exists(path)) {
            long began = System.nanoTime();
            try (GeneratedFile file = GeneratedFile.begin(path); GeneratedInput input = new GeneratedInput(stream)) {
                input.transferTo(file.stream());
                file.publish();
            }
            System.out.printf(Locale.ROOT, "generated in %.1f s%n", (System.nanoTime() - began) / 1e9);
        }
        System.out.printf(Locale.ROOT, "%s: %,d bytes%n", path, Files.size(path));
        return path;
    }

    private Path home(Phase phase) {
        return settings.directory().resolve(switch (phase) {
            case PUT, PROCESS, REFOLD, VERIFY, RECOVER_FROM_NOTHING -> "home";
            case PUT_AND_PROCESS, CLOSED_LOOP -> "home-at-once";
            case PREPARE_SNAPSHOT, RECOVER_FROM_SNAPSHOT -> "home-with-snapshot";
        });
    }

    private void prepare(Phase phase) throws IOException {
        switch (phase) {
            case PUT, PUT_AND_PROCESS, PREPARE_SNAPSHOT -> Folders.delete(home(phase));
            case RECOVER_FROM_NOTHING, RECOVER_FROM_SNAPSHOT -> Folders.delete(home(phase).resolve("ledger"));
            case PROCESS, REFOLD, VERIFY, CLOSED_LOOP -> {
                // They go on from what is there.
            }
        }
    }

    /// The JVM's options as the launcher `tidemark` has them.
    private List<String> java(String... more) {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djdk.util.jar.enableMultiRelease=false", "-Xmx" + settings.heap(), "-XX:-UsePerfData",
                        "-XX:+UseParallelGC", "-XX:NewRatio=3", "-XX:FreqInlineSize=100", "-XX:InlineSmallCode=1000",
                        "-XX:LoopMaxUnroll=2", "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow", "-Xlog:aot=off", "-Xlog:cds=off"));
        if (hasLargePages()) {
            command.add("-XX:+UseTransparentHugePages");
        }
        command.addAll(List.of(more));
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        return command;
    }

    private static boolean hasLargePages() {
        try {
            return !Files.readString(Path.of("/sys/kernel/mm/transparent_hugepage/enabled")).contains("[never]");
        } catch (IOException _) {
            // Another system than Linux.
            return false;
        }
    }

    /// Makes the AOT cache with which all phases run, by the same demonstration as the launcher does.
    private void train() throws IOException, InterruptedException {
        Path scratch = settings.directory().resolve("training");
        Folders.delete(scratch);
        Files.deleteIfExists(cache());
        Files.createDirectories(scratch);
        Path events = scratch.resolve("events.ndjson");
        GeneratorOptions few = new GeneratorOptions(5_000, 500, 1);
        try (GeneratedFile file = GeneratedFile.begin(events); GeneratedInput input = new GeneratedInput(few)) {
            input.transferTo(file.stream());
            file.publish();
        }
        List<String> command = java("-XX:AOTCacheOutput=" + cache());
        command.addAll(List.of(Main.class.getName(), "--home", scratch.resolve("home").toString(), "demo", "--events",
                events.toString()));
        int code = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(scratch.resolve("output").toFile()).start().waitFor();
        if (code != 0 || !Files.exists(cache())) {
            throw new IllegalStateException("no AOT cache was made; see " + scratch.resolve("output"));
        }
        System.out.println("with an AOT cache made by a demonstration of 5,000 events, as ./tidemark makes it");
    }

    private Path cache() {
        return settings.directory().resolve("bench.aot");
    }

    private Figures measure(Phase phase, Path home, Path file) throws IOException, InterruptedException {
        List<String> options = new ArrayList<>(List.of("-XX:AOTCache=" + cache()));
        if (settings.jfr() != null) {
            Files.createDirectories(settings.jfr());
            options.add("-XX:StartFlightRecording=settings=profile,filename="
                    + settings.jfr().resolve(Settings.option(phase) + "-" + stream.events() + ".jfr"));
            options.add("-Xlog:jfr*=off");
        }
        List<String> command = java(options.toArray(String[]::new));
        command.addAll(List.of(PhaseProcess.class.getName(), phase.name(), home.toString(), file.toString(),
                Long.toString(stream.events()), Integer.toString(stream.accounts()),
                Long.toString(stream.seed())));
        Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        Figures figures = null;
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                if (line.startsWith(Figures.PREFIX)) {
                    figures = Figures.parse(line);
                }
            }
        }
        int code = process.waitFor();
        if (code != 0 || figures == null) {
            throw new IllegalStateException(phase.label() + " ended with " + code + "; what it said stands above");
        }
        return figures;
    }

    /// All ledgers were made of the same events, and have to be the same.
    private void holdDigestsTogether() {
        String expected = null;
        for (Map.Entry<Phase, Figures> result : results.entrySet()) {
            String digest = result.getValue().digest();
            if (result.getKey() != Phase.CLOSED_LOOP && !digest.equals("-")) {
                expected = expected == null ? digest : expected;
                if (!expected.equals(digest)) {
                    throw new IllegalStateException(
                            result.getKey().label() + " came to the state digest " + digest + ", others to "
                                    + expected);
                }
            }
        }
        if (expected != null) {
            System.out.println("state digest of all ledgers: " + expected);
        }
    }
}
