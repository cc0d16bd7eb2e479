package io.tidemark.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.Tidemark;
import io.tidemark.TidemarkOptions;
import io.tidemark.app.cli.Shell;
import io.tidemark.app.wiring.Access;
import io.tidemark.embedded.EmbeddedHome;
import io.tidemark.recovery.snapshot.SnapshotCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/// `kill -9` at random moments of commands that write, 55 times in all. The moments are drawn from a seed; `-Dtidemark.crash.seed=N` draws the same
/// ones again, though where they find a process is up to the machine.
class KilledProcessTest {
    private static final int LINES = 3_000;
    private static final long STREAM_SEED = 20;
    private static final String BATCH = "64";
    /// So many runs for each kill at the most: a run may end before its moment comes.
    private static final int MOST_RUNS = 6;

    @TempDir
    private static Path shared;

    private static final long SEED = Long.getLong("tidemark.crash.seed", System.nanoTime());
    private static EventStream stream;
    private static Path input;
    private static Path untroubledHome;
    private static HomeContent untroubled;
    private static List<String> untroubledAccounts;

    @TempDir
    private Path work;

    private SplittableRandom random;
    private Path home;
    private long startMicros;
    private long workMicros;

    @BeforeAll
    static void runWithoutTrouble() throws Exception {
        stream = EventStream.generated(LINES, STREAM_SEED);
        input = shared.resolve("events.ndjson");
        EventStream.write(LINES, STREAM_SEED, input);
        untroubledHome = shared.resolve("untroubled");
        command(untroubledHome, "put", input.toString());
        command(untroubledHome, "process", "--batch", BATCH);
        untroubledAccounts = accounts(untroubledHome);
        untroubled = HomeContent.of(untroubledHome);
        assertThat(untroubled.attempts()).isEqualTo(stream.distinct());
        assertThat(untroubled.counts().rejectedTotal()).isPositive();
        assertThat(untroubledAccounts).hasSizeGreaterThan(10);
    }

    @BeforeEach
    void drawMoments(TestInfo test) {
        System.out.println(test.getDisplayName() + ": -Dtidemark.crash.seed=" + SEED);
        random = new SplittableRandom(SEED + test.getDisplayName().hashCode());
        home = work.resolve("home");
    }

    // --- Moments ---

    /// Starts a command that is to be killed.
    private interface Start {
        ChildProcess start() throws IOException;
    }

    /// Looks at what is left after a kill.
    private interface Check {
        void after(ChildProcess killed) throws Exception;
    }

    /// Takes notice of a run that ended before its moment came; makes the next one worthwhile.
    private interface Completion {
        void completed() throws Exception;
    }

    private void kill(int times, Start start, Check check, Completion completion) throws Exception {
        int kills = 0;
        for (int run = 0; kills < times; run++) {
            assertThat(run).as("runs, to kill %d of them", times).isLessThan(MOST_RUNS * times);
            ChildProcess child = start.start();
            if (random.nextInt(8) > 0) {
                child.awaitLock(home);
                child.runsFor(random.nextLong(workMicros));
            } else {
                child.runsFor(random.nextLong(startMicros + workMicros));
            }
            if (child.kill()) {
                kills++;
                check.after(child);
            } else {
                child.succeeds();
                completion.completed();
            }
        }
    }

    /// Measures how long a command starts and works when nobody kills it.
    private void measure(Start start) throws Exception {
        long begun = System.nanoTime();
        ChildProcess child = start.start();
        child.awaitLock(home);
        startMicros = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - begun);
        child.succeeds();
        workMicros = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - begun) - startMicros;
    }

    // --- put ---

    @Test
    void a_killed_put_leaves_a_prefix_and_the_next_goes_on() throws Exception {
        Start put = () -> ChildProcess.command(work, home, "put", input.toString());
        measure(put);
        FileTree.delete(home);
        int[] before = {0};
        Completion again = () -> {
            FileTree.delete(home);
            before[0] = 0;
        };
        kill(9, put, _ -> {
            before[0] = checkPrefix(before[0]);
            if (isNearlyComplete(before[0])) {
                again.completed();
            }
        }, again);
        put.start().succeeds();
        finish();
    }

    @Test
    void a_killed_put_keeps_what_it_acknowledged() throws Exception {
        killAcknowledging(false, 300);
    }

    @Test
    void a_client_killed_between_putting_and_processing_loses_nothing_and_nothing_takes_effect_twice()
            throws Exception {
        killAcknowledging(true, 150);
    }

    private void killAcknowledging(boolean processing, int batch) throws Exception {
        Start put = () -> ChildProcess.start(work, AcknowledgingMain.class, List.of(home.toString(),
                Integer.toString(LINES), Long.toString(STREAM_SEED), Integer.toString(batch),
                Boolean.toString(processing)));
        measure(put);
        FileTree.delete(home);
        int[] before = {0};
        Completion again = () -> {
            FileTree.delete(home);
            before[0] = 0;
        };
        Check check = killed -> {
            List<String> said = killed.output();
            int acknowledged = said.isEmpty() ? 0 : Integer.parseInt(said.getLast());
            before[0] = checkPrefix(Math.max(before[0], stream.distinctAmong(acknowledged)));
            if (isNearlyComplete(before[0])) {
                again.completed();
            }
        };
        kill(5, put, check, again);
        // And right after a batch was acknowledged, while what follows it is under way.
        int kills = 0;
        for (int run = 0; kills < 5; run++) {
            assertThat(run).isLessThan(MOST_RUNS * 5);
            ChildProcess child = put.start();
            if (child.saysMore(1 + random.nextInt(LINES / batch)) && child.kill()) {
                kills++;
                check.after(child);
            } else {
                again.completed();
            }
        }
        put.start().succeeds();
        finish();
    }

    /// A home to which little can be added any more is hardly worth another kill.
    private static boolean isNearlyComplete(long attempts) {
        return attempts > stream.distinct().size() * 2L / 3;
    }

    /// Checks that the home holds a prefix of the stream, not shorter than that, and a ledger that nothing took effect in twice.
    ///
    /// @return how long the prefix is
    private int checkPrefix(int atLeast) {
        if (!EmbeddedHome.isHome(home)) {
            // Killed before the home was made: nothing can have been acknowledged.
            assertThat(atLeast).isZero();
            return 0;
        }
        HomeContent content = HomeContent.of(home);
        System.out.printf("  killed: %d acknowledged or there before, %d on disk, %d processed%n", atLeast,
                content.attempts().size(), content.position());
        content.mustBePrefixOf(stream, atLeast);
        content.mustAgreeWith(untroubled);
        return content.attempts().size();
    }

    // --- process ---

    @Test
    void a_killed_process_applies_nothing_twice_and_the_next_goes_on() throws Exception {
        Path full = work.resolve("full");
        command(full, "put", input.toString());
        Start process = () -> ChildProcess.command(work, home, "process", "--batch", BATCH);
        FileTree.copy(full, home);
        measure(process);
        Completion again = () -> {
            FileTree.delete(home);
            FileTree.copy(full, home);
        };
        again.completed();
        long[] before = {0};
        kill(9, process, _ -> {
            HomeContent content = HomeContent.of(home);
            System.out.printf("  killed: %d of %d processed%n", content.position(), content.attempts().size());
            assertThat(content.attempts()).isEqualTo(stream.distinct());
            content.mustAgreeWith(untroubled);
            assertThat(content.position()).as("the ledger's position").isGreaterThanOrEqualTo(before[0]);
            before[0] = content.position();
            if (isNearlyComplete(before[0])) {
                again.completed();
                before[0] = 0;
            }
        }, () -> {
            again.completed();
            before[0] = 0;
        });
        finish();
    }

    // --- snapshot create ---

    @Test
    void a_killed_snapshot_is_whole_or_is_not_there() throws Exception {
        FileTree.copy(untroubledHome, home);
        Start create = () -> ChildProcess.command(work, home, "snapshot", "create");
        measure(create);
        int[] least = {1};
        kill(7, create, _ -> least[0] = checkSnapshots(least[0]), () -> least[0] = checkSnapshots(least[0] + 1));
        create.start().succeeds();
        checkSnapshots(least[0] + 1);
        assertThat(home.resolve("tmp")).isEmptyDirectory();
        finish();
    }

    private int checkSnapshots(int atLeast) {
        try (Tidemark tidemark = Tidemark.open(home, TidemarkOptions.DEFAULT.withAccess(Access.READ))) {
            List<SnapshotCheck> checks = tidemark.snapshots().ids().stream().map(tidemark.snapshots()::verify).toList();
            assertThat(checks).hasSizeGreaterThanOrEqualTo(atLeast).allSatisfy(
                    check -> assertThat(check.isWhole()).as("snapshot %s: %s", check.id(), check.damageText())
                            .isTrue());
            return checks.size();
        }
    }

    // --- recover ---

    @Test
    void a_killed_recovery_is_taken_up_by_the_next() throws Exception {
        killRecovery(true);
    }

    @Test
    void a_killed_recovery_from_nothing_but_events_is_taken_up_by_the_next() throws Exception {
        killRecovery(false);
    }

    private void killRecovery(boolean withSnapshot) throws Exception {
        Path half = work.resolve("half.ndjson");
        Files.write(half, Files.readAllLines(input).subList(0, LINES / 2));
        command(home, "put", half.toString());
        command(home, "process");
        if (withSnapshot) {
            command(home, "snapshot", "create");
        }
        command(home, "put", input.toString());
        command(home, "process");
        Start recover = () -> ChildProcess.command(work, home, "recover", "--yes");
        FileTree.delete(home.resolve("ledger"));
        measure(recover);
        FileTree.delete(home.resolve("ledger"));
        kill(5, recover, _ -> {
            try (EmbeddedHome reading = EmbeddedHome.openForReading(home, InstantSource.system())) {
                assertThat(reading.log().attemptCount()).isEqualTo(stream.distinct().size());
            }
        }, () -> {
            HomeContent.of(home).mustEqual(untroubled);
            FileTree.delete(home.resolve("ledger"));
        });
        recover.start().succeeds();
        try (Stream<Path> generations = Files.list(home.resolve("ledger"))) {
            assertThat(generations).as("what killed recoveries left does not pile up").hasSizeLessThanOrEqualTo(2);
        }
        finish();
    }

    // --- The end of all of them ---

    /// Lets the home be finished by those who come after, and checks that it comes to what it does without trouble.
    private void finish() throws Exception {
        command(home, "process");
        HomeContent.of(home).mustEqual(untroubled);
        assertThat(accounts(home)).isEqualTo(untroubledAccounts);
        command(home, "verify");
    }

    private static List<String> accounts(Path home) {
        return command(home, "accounts", "--output", "csv");
    }

    /// Runs a command that nobody kills: in this process, which need not start first.
    private static List<String> command(Path home, String... command) {
        return new Shell(home, InstantSource.system()).run(command).succeeds().lines();
    }
}
