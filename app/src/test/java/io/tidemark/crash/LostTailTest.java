package io.tidemark.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.core.pipeline.ActiveLedger;
import io.tidemark.core.pipeline.FoldRun;
import io.tidemark.core.pipeline.Processor;
import io.tidemark.core.pipeline.Progress;
import io.tidemark.core.port.LedgerStore;
import io.tidemark.embedded.EmbeddedHome;
import io.tidemark.testkit.time.ManualClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A crash of the machine takes what was written but not synced, or leaves something else in its place.
class LostTailTest {
    private static final int STEPS = 40;

    @TempDir
    private Path directory;

    private final ManualClock clock = ManualClock.atNewYear();
    private final DiskState disk = new DiskState();
    private Path place;
    private EmbeddedHome home;
    private @Nullable Processor processor;
    private int generations;
    private int crashes;

    @BeforeEach
    void makeHome() throws IOException {
        place = directory.resolve("home0");
        home = EmbeddedHome.create(place, clock);
        disk.everythingIsSynced(place);
    }

    @AfterEach
    void closeHome() {
        close();
    }

    /// A few seeds; `-Dtidemark.crash.seeds=N` tries the first N.
    static LongStream seeds() {
        return LongStream.rangeClosed(1, Long.getLong("tidemark.crash.seeds", 8));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void what_was_acknowledged_stands_and_the_ledger_catches_up(long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        EventStream stream = EventStream.generated(random.nextInt(200, random.nextInt(8) == 0 ? 12_000 : 2_000), seed);
        HomeContent untroubled = untroubled(stream);
        int acknowledged = 0;
        for (int step = 0; step < STEPS; step++) {
            clock.advance(Duration.ofMillis(random.nextInt(-500, 1000)));
            switch (random.nextInt(10)) {
                case 0, 1, 2, 3 -> acknowledged = put(stream, acknowledged, random);
                case 4, 5, 6 -> process(random);
                case 7 -> checkpoint();
                case 8 -> {
                    close();
                    home = EmbeddedHome.openForWriting(place, clock);
                    disk.writeAheadLogsAreSynced(place);
                }
                default -> {
                    if (random.nextBoolean()) {
                        // The crash comes while a put is under way, which nobody hears the end of.
                        put(stream, acknowledged, random);
                        disk.forgetLastSync();
                    }
                    crash(random);
                    HomeContent content = HomeContent.of(home.stores());
                    content.mustBePrefixOf(stream, stream.distinctAmong(acknowledged));
                    content.mustAgreeWith(untroubled);
                }
            }
        }
        home.log().put(stream.all());
        process(random);
        HomeContent.of(home.stores()).mustEqual(untroubled);
        assertThat(processor().process(Long.MAX_VALUE, Progress.NONE, () -> false).counts().total()).isZero();
    }

    private HomeContent untroubled(EventStream stream) {
        try (EmbeddedHome other = EmbeddedHome.create(directory.resolve("untroubled"), clock)) {
            other.log().put(stream.all());
            try (Processor all = new Processor(other.stores(), ActiveLedger.open(other.stores(), () -> "g"),
                    FoldRun.Options.DEFAULT)) {
                all.process(Long.MAX_VALUE, Progress.NONE, () -> false);
            }
            return HomeContent.of(other.stores());
        }
    }

    private int put(EventStream stream, int from, SplittableRandom random) throws IOException {
        int size = random.nextInt(8) == 0 ? stream.all().size() : random.nextInt(1, 300);
        int to = Math.min(stream.all().size(), from + size);
        home.log().put(stream.all().subList(from, to));
        disk.writeAheadLogsAreSynced(place.resolve("events"));
        return to;
    }

    private void process(SplittableRandom random) throws IOException {
        FoldRun.Options options = new FoldRun.Options(random.nextInt(1, 3), random.nextInt(1, 200));
        if (processor != null && random.nextBoolean()) {
            processor.close();
            processor = null;
            disk.writeAheadLogsAreSynced(place);
        }
        if (processor == null) {
            LedgerStore ledger = ActiveLedger.open(home.stores(), () -> "g" + ++generations);
            disk.writeAheadLogsAreSynced(place);
            processor = new Processor(home.stores(), ledger, options);
        }
        processor.process(Long.MAX_VALUE, Progress.NONE, () -> false);
    }

    private void checkpoint() throws IOException {
        if (processor != null) {
            processor.checkpoint();
            disk.writeAheadLogsAreSynced(place);
        }
    }

    private Processor processor() {
        return Objects.requireNonNull(processor);
    }

    /// The machine stops, comes back with what the disk happens to have, and the home is opened again.
    private void crash(SplittableRandom random) throws IOException {
        Path after = directory.resolve("home" + ++crashes);
        disk.copyAsAfterCrash(place, after, random);
        close();
        place = after;
        home = EmbeddedHome.openForWriting(place, clock);
        home.stores();
        // Not before the databases are open: RocksDB notes, and syncs, how far it read what the crash left of a log.
        disk.everythingIsSynced(place);
        assertThat(place.resolve("tmp")).isEmptyDirectory();
    }

    private void close() {
        if (processor != null) {
            processor.close();
            processor = null;
        }
        home.close();
    }
}
