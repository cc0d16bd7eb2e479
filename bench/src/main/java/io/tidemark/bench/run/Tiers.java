package io.tidemark.bench.run;

import io.tidemark.RecoverOptions;
import io.tidemark.Tidemark;
import io.tidemark.TidemarkOptions;
import io.tidemark.app.generate.EventGenerator;
import io.tidemark.app.generate.GeneratorOptions;
import io.tidemark.core.inventory.InventoryFormat;
import io.tidemark.core.inventory.InventoryReport;
import io.tidemark.core.inventory.InventoryRequest;
import io.tidemark.core.pipeline.Progress;
import io.tidemark.core.port.Bundles;
import io.tidemark.core.port.Catalog;
import io.tidemark.core.port.Cursor;
import io.tidemark.core.port.NewAttempt;
import io.tidemark.core.port.StorageClass;
import io.tidemark.core.port.Thaw;
import io.tidemark.recovery.plan.Plan;
import io.tidemark.recovery.plan.PlanRequest;
import io.tidemark.recovery.replay.RecoveryResult;
import io.tidemark.recovery.verify.VerifyReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Measures what recovery over many tiers costs: bundles, thawing, opening from a snapshot, the wait of live events meanwhile and beside a
/// verification, and plans and selections over inventories. Each step goes on from what the one before left, and can be run in a process of its own.
public final class Tiers {
    private static final String HELP = """
            Usage: bench/run tiers [OPTIONS]
              --events N           events (default: 1000000)
              --accounts N         accounts (default: 100000)
              --dir DIR            where the home goes (default: target/bench-tiers)
              --steps S[,S...]     what to do, in that order, of build, bundle, thaw, recover, live, verify, inventory, select, plan
                                   (default: build,bundle,thaw,recover,live)
            """;
    private static final Set<String> STEPS = Set.of("build", "bundle", "thaw", "recover", "live", "verify", "inventory",
            "select", "plan");
    private static final int DAYS = 20;
    private static final int SNAPSHOT_DAY = 18;
    private static final int BATCH = 10_000;
    private static final int LIVE_EVENTS = 20_000;
    private static final int MOST_LIVE_EVENTS = 2_000_000;

    private final Path home;
    private final GeneratorOptions stream;

    private Tiers(Path directory, GeneratorOptions stream) {
        home = directory.resolve("home-tiers");
        this.stream = stream;
    }

    /// Runs the steps that the command line asks for.
    ///
    /// @throws IOException          when files cannot be written or deleted
    /// @throws InterruptedException when it is interrupted
    public static void main(String[] args) throws IOException, InterruptedException {
        if (List.of(args).contains("--help")) {
            System.out.print(HELP);
            return;
        }
        Request request;
        try {
            request = Request.parse(args);
        } catch (IllegalArgumentException e) {
            System.err.println("bench/run tiers: " + e.getMessage());
            System.err.print(HELP);
            System.exit(2);
            return;
        }
        Files.createDirectories(request.directory());
        Tiers tiers = new Tiers(request.directory(), request.stream());
        System.out.printf(Locale.ROOT, "%,d events, %,d accounts; %d processors, heap %,d MB%n",
                request.stream().events(), request.stream().accounts(), Runtime.getRuntime().availableProcessors(),
                Runtime.getRuntime().maxMemory() >> 20);
        for (String step : request.steps()) {
            long began = System.nanoTime();
            tiers.run(step);
            say("%s: %.2f s in all, at most %,d MB resident so far", step, seconds(began),
                    ProcessFigures.residentBytes() >> 20);
        }
    }

    /// What the command line asks for.
    ///
    /// @param stream    the events
    /// @param directory where the home goes
    /// @param steps     what to do, in that order
    private record Request(GeneratorOptions stream, Path directory, List<String> steps) {
        /// Reads the command line.
        ///
        /// @throws IllegalArgumentException when it is wrong
        static Request parse(String... args) {
            long events = 1_000_000;
            int accounts = 100_000;
            Path directory = Path.of("target", "bench-tiers");
            List<String> steps = List.of("build", "bundle", "thaw", "recover", "live");
            for (int i = 0; i < args.length; i += 2) {
                if (i + 1 == args.length) {
                    throw new IllegalArgumentException(args[i] + " needs a value");
                }
                switch (args[i]) {
                    case "--events" -> events = Long.parseLong(args[i + 1]);
                    case "--accounts" -> accounts = Integer.parseInt(args[i + 1]);
                    case "--dir" -> directory = Path.of(args[i + 1]);
                    case "--steps" -> steps = List.of(args[i + 1].split(",", -1));
                    default -> throw new IllegalArgumentException("no such option: " + args[i]);
                }
            }
            for (String step : steps) {
                if (!STEPS.contains(step)) {
                    throw new IllegalArgumentException("no such step: " + step);
                }
            }
            return new Request(new GeneratorOptions(events, accounts, 1), directory, steps);
        }
    }

    private void run(String step) throws IOException, InterruptedException {
        switch (step) {
            case "build" -> build();
            case "bundle" -> bundle();
            case "thaw" -> thaw();
            case "recover" -> recover();
            case "live" -> live();
            case "verify" -> verify();
            case "inventory" -> inventory();
            case "select" -> select();
            case "plan" -> plan();
            default -> throw new IllegalArgumentException("no such step: " + step);
        }
    }

    private static void say(String format, Object... arguments) {
        System.out.printf(Locale.ROOT, "  " + format + "%n", arguments);
    }

    private static double seconds(long began) {
        return (System.nanoTime() - began) / 1e9;
    }

    private static long bytesBelow(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return 0;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
        }
    }

    private Tidemark open(int daysAgo) {
        return Tidemark.open(home, TidemarkOptions.DEFAULT.withClock(daysAgo(daysAgo)));
    }

    private static InstantSource daysAgo(int days) {
        InstantSource now = InstantSource.system();
        return () -> now.instant().minus(Duration.ofDays(days));
    }

    // --- Steps ---

    private void build() throws IOException {
        Folders.delete(home);
        EventGenerator generator = new EventGenerator(stream);
        long bytes = 0;
        long objects = 0;
        for (int day = 1; day <= DAYS; day++) {
            try (Tidemark tidemark = open(DAYS - day)) {
                List<NewAttempt> batch = new ArrayList<>(BATCH);
                long upTo = stream.events() * day / DAYS;
                while (generator.number() < upTo && generator.next()) {
                    NewAttempt attempt = generator.attempt();
                    bytes += attempt.body().length();
                    objects++;
                    batch.add(attempt);
                    if (batch.size() == BATCH || generator.number() == upTo) {
                        tidemark.put(batch);
                        batch.clear();
                    }
                }
                tidemark.process();
                if (day == SNAPSHOT_DAY) {
                    tidemark.createSnapshot();
                }
                if (day == DAYS) {
                    tidemark.expire(daysAgo(1).instant(), Progress.NONE, () -> false);
                }
            }
        }
        say("single objects: %,d with %,d bytes of body; events/ takes %,d bytes", objects, bytes,
                bytesBelow(home.resolve("events")));
    }

    private void bundle() throws IOException {
        try (Tidemark tidemark = open(0)) {
            long began = System.nanoTime();
            Bundles.Packed packed = tidemark.bundle(
                    daysAgo(2).instant().atZone(ZoneOffset.UTC).toLocalDate().plusDays(1), Progress.NONE, () -> false);
            double took = seconds(began);
            long stored = tidemark.bundles().list().stream().mapToLong(Bundles.Bundle::storedBytes).sum();
            say("bundled %,d events into %,d bundles of %,d bytes, read again and compared: %,.0f events/s",
                    packed.attempts(), packed.made().size(), stored, packed.attempts() / took);
        }
        say("events/ takes %,d bytes, bundles included", bytesBelow(home.resolve("events")));
    }

    private void thaw() {
        try (Tidemark tidemark = open(0)) {
            List<String> all = tidemark.bundles().list().stream().map(Bundles.Bundle::id).toList();
            long began = System.nanoTime();
            tidemark.bundles().freeze(all, StorageClass.GLACIER);
            say("froze %,d bundles in %.3f s", all.size(), seconds(began));
            began = System.nanoTime();
            tidemark.bundles().thaw(all, new Thaw(Thaw.Tier.STANDARD, Duration.ofDays(7), Duration.ZERO));
            say("asked for all of them to be thawed in %.3f s", seconds(began));
        }
    }

    private void recover() throws IOException {
        Folders.delete(home.resolve("ledger"));
        try (Tidemark tidemark = open(0)) {
            recover(tidemark, _ -> {});
        }
    }

    private void recover(Tidemark tidemark, Consumer<Duration> opened) {
        long began = System.nanoTime();
        Plan plan = tidemark.plan(PlanRequest.DEFAULT, Progress.NONE);
        say("planned in %.2f s; to replay %s, to fill in %s", seconds(began), plan.places().replay(),
                plan.places().history());
        RecoveryResult result = tidemark.recover(plan, RecoverOptions.DEFAULT.withOpened(course -> {
            Duration after = course.opened();
            opened.accept(after == null ? Duration.ZERO : after);
        }), Progress.NONE);
        Duration after = result.course().opened();
        double total = result.durations().total().toNanos() / 1e9;
        say("%s: open for new events after %.2f s, proven after %.2f s: %,.0f events/s", result.outcome(),
                after == null ? total : after.toNanos() / 1e9, total, plan.goal().position() / total);
    }

    private void live() throws IOException, InterruptedException {
        EventGenerator generator = new EventGenerator(
                new GeneratorOptions(MOST_LIVE_EVENTS, stream.accounts(), stream.seed() + 1));
        try (Tidemark tidemark = open(0)) {
            tidemark.process();
            loop(tidemark, generator, LIVE_EVENTS / 4, () -> false);
            Latencies before = loop(tidemark, generator, LIVE_EVENTS, () -> false);
            say("live before, ms: %s", milliseconds(before));
        }
        Folders.delete(home.resolve("ledger"));
        try (Tidemark tidemark = open(0)) {
            CountDownLatch opened = new CountDownLatch(1);
            Latencies during = loopBeside(tidemark, generator, opened,
                    () -> recover(tidemark, _ -> opened.countDown()));
            say("live during the recovery, ms: %s", milliseconds(during));
            say("live after, ms: %s", milliseconds(loop(tidemark, generator, LIVE_EVENTS / 2, () -> false)));
        }
    }

    /// One client beside a verification of the ledger that it works on.
    private void verify() throws InterruptedException {
        EventGenerator generator = new EventGenerator(
                new GeneratorOptions(MOST_LIVE_EVENTS, stream.accounts(), stream.seed() + 2));
        try (Tidemark tidemark = open(0)) {
            tidemark.process();
            loop(tidemark, generator, LIVE_EVENTS / 4, () -> false);
            say("live before, ms: %s", milliseconds(loop(tidemark, generator, LIVE_EVENTS, () -> false)));
            CountDownLatch begun = new CountDownLatch(0);
            Latencies during = loopBeside(tidemark, generator, begun, () -> {
                long began = System.nanoTime();
                VerifyReport report = Objects.requireNonNull(tidemark.verify(Progress.NONE));
                say("verified up to position %,d in %.2f s: %s", report.position(), seconds(began),
                        report.isProven() ? "proven" : "NOT PROVEN");
            });
            say("live during the verification, ms: %s", milliseconds(during));
        }
    }

    /// Lets one client work from a moment on until other work is done.
    private static Latencies loopBeside(Tidemark tidemark, EventGenerator generator, CountDownLatch begin,
            Runnable work) throws InterruptedException {
        AtomicBoolean done = new AtomicBoolean();
        AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
        Thread worker = Thread.ofPlatform().start(() -> {
            try {
                work.run();
            } catch (RuntimeException e) {
                failure.set(e);
            } finally {
                done.set(true);
                begin.countDown();
            }
        });
        begin.await();
        Latencies during = loop(tidemark, generator, MOST_LIVE_EVENTS - 2 * LIVE_EVENTS, done::get);
        worker.join();
        RuntimeException failed = failure.get();
        if (failed != null) {
            throw failed;
        }
        return during;
    }

    private static Latencies loop(Tidemark tidemark, EventGenerator generator, int most,
            BooleanSupplier stop) {
        Latencies latencies = new Latencies(most);
        for (int i = 0; i < most && !stop.getAsBoolean() && generator.next(); i++) {
            NewAttempt attempt = generator.attempt();
            long start = System.nanoTime();
            tidemark.put(List.of(attempt));
            tidemark.process();
            tidemark.event(attempt.key());
            latencies.add(System.nanoTime() - start);
        }
        return latencies;
    }

    private static String milliseconds(Latencies latencies) {
        StringBuilder text = new StringBuilder();
        latencies.percentiles().forEach((name, nanos) -> text
                .append(String.format(Locale.ROOT, "%s %.3f  ", name, nanos / 1e6)));
        return text.toString().strip();
    }

    private void inventory() throws IOException {
        Path reports = home.resolveSibling("reports");
        Folders.delete(reports);
        try (Tidemark tidemark = open(0)) {
            for (InventoryFormat format : InventoryFormat.values()) {
                if (format == InventoryFormat.CSV || format == InventoryFormat.PARQUET) {
                    long began = System.nanoTime();
                    List<InventoryReport> made = tidemark.writeInventory(new InventoryRequest(null,
                            InventoryRequest.DEFAULT.destination(), InventoryRequest.DEFAULT.buckets(), Set.of(format),
                            InventoryRequest.DEFAULT.rowsPerFile()), Progress.NONE);
                    say("%d reports as %s in %.2f s", made.size(), format, seconds(began));
                }
            }
        }
    }

    private void select() throws IOException {
        try (Tidemark tidemark = open(0)) {
            long began = System.nanoTime();
            long from = daysAgo(2).instant().toEpochMilli();
            long count = 0;
            try (Cursor<Catalog.Item> items = tidemark.catalog().select(
                    Catalog.Selection.ALL.between(from, Catalog.Selection.ALL.toMillis()))) {
                while (items.next() != null) {
                    count++;
                }
            }
            say("selected %,d attempts of two days from the newest reports in %.2f s", count, seconds(began));
        }
    }

    private void plan() throws IOException {
        Folders.delete(home.resolve("ledger"));
        try (Tidemark tidemark = open(0)) {
            long began = System.nanoTime();
            Plan plan = tidemark.plan(PlanRequest.DEFAULT, Progress.NONE);
            say("planned in %.2f s; to replay %s, to fill in %s", seconds(began), plan.places().replay(),
                    plan.places().history());
        }
    }
}
