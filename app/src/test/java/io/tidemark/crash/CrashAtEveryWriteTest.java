package io.tidemark.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.core.pipeline.ActiveLedger;
import io.tidemark.core.pipeline.FoldRun;
import io.tidemark.core.pipeline.Processor;
import io.tidemark.core.pipeline.Progress;
import io.tidemark.core.port.LedgerReader;
import io.tidemark.core.port.StorageException;
import io.tidemark.core.port.Stores;
import io.tidemark.embedded.EmbeddedHome;
import io.tidemark.recovery.plan.PlanRequest;
import io.tidemark.recovery.plan.Planner;
import io.tidemark.recovery.replay.Recovery;
import io.tidemark.recovery.replay.RecoveryOptions;
import io.tidemark.recovery.replay.RecoveryResult;
import io.tidemark.recovery.snapshot.SnapshotCheck;
import io.tidemark.recovery.snapshot.Snapshots;
import io.tidemark.testkit.fault.FaultSchedule;
import io.tidemark.testkit.fault.FaultyStores;
import io.tidemark.testkit.fault.Moment;
import io.tidemark.testkit.fault.SimulatedCrash;
import io.tidemark.testkit.time.ManualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Snapshots and recoveries crash or fail before and after each of their writes, one after the other.
class CrashAtEveryWriteTest {
    private static final int LINES = 900;
    private static final FoldRun.Options FOLD = new FoldRun.Options(1, 256);
    private static final RecoveryOptions OPTIONS = new RecoveryOptions(false, FOLD, 100);

    @TempDir
    private Path directory;

    private final ManualClock clock = ManualClock.atNewYear();
    private final EventStream stream = EventStream.generated(LINES, 5);
    private Path original;
    private HomeContent untroubled;
    private int copies;

    /// What is done to stores until something strikes.
    private interface Work {
        void on(Stores stores);
    }

    @BeforeEach
    void keepAccounts() {
        original = directory.resolve("original");
        try (EmbeddedHome home = EmbeddedHome.create(original, clock)) {
            home.log().put(stream.all().subList(0, LINES / 2));
            process(home.stores());
            snapshot(home.stores());
            clock.advance(Duration.ofHours(1));
            home.log().put(stream.all());
            process(home.stores());
            untroubled = HomeContent.of(home.stores());
        }
        clock.advance(Duration.ofHours(1));
    }

    private static void process(Stores stores) {
        try (Processor processor = new Processor(stores, ActiveLedger.open(stores, () -> "g1"), FOLD)) {
            processor.process(Long.MAX_VALUE, Progress.NONE, () -> false);
        }
    }

    private void snapshot(Stores stores) {
        try (LedgerReader ledger = Objects.requireNonNull(ActiveLedger.openForReading(stores))) {
            new Snapshots(stores.snapshots(), stores.log()).create(ledger, clock);
        }
    }

    private void recover(Stores stores) {
        RecoveryResult result = new Recovery(stores, clock)
                .execute(new Planner(stores, InstantSource.system()).plan(PlanRequest.DEFAULT, Progress.NONE), OPTIONS,
                        Progress.NONE);
        assertThat(result.outcome()).isIn(RecoveryResult.Outcome.DONE, RecoveryResult.Outcome.NOTHING_TO_DO);
    }

    @Test
    void a_snapshot_that_a_crash_or_a_failure_strikes_is_whole_or_is_not_there() throws IOException {
        strikeEveryWrite(this::snapshot, false, home -> {
            Snapshots snapshots = new Snapshots(home.snapshots(), home.log());
            assertThat(snapshots.ids()).hasSizeBetween(1, 2).map(snapshots::verify).allMatch(SnapshotCheck::isWhole);
            assertThat(home.directory().resolve("tmp")).isEmptyDirectory();
            clock.advance(Duration.ofSeconds(1));
            snapshot(home.stores());
            HomeContent.of(home.stores()).mustEqual(untroubled);
        });
    }

    @Test
    void a_recovery_that_a_crash_or_a_failure_strikes_is_taken_up_by_the_next() throws IOException {
        strikeEveryWrite(this::recover, true, this::recoverAfterwards);
    }

    @Test
    void a_recovery_from_events_alone_that_a_crash_or_a_failure_strikes_is_taken_up_by_the_next() throws IOException {
        FileTree.delete(original.resolve("snapshots"));
        Files.createDirectory(original.resolve("snapshots"));
        strikeEveryWrite(this::recover, true, this::recoverAfterwards);
    }

    private void recoverAfterwards(EmbeddedHome home) {
        recover(home.stores());
        process(home.stores());
        HomeContent.of(home.stores()).mustEqual(untroubled);
        assertThat(home.generations().list()).as("what was left unfinished is removed, or kept as the one from before")
                .hasSizeLessThanOrEqualTo(2);
    }

    private interface Afterwards {
        void on(EmbeddedHome home);
    }

    private void strikeEveryWrite(Work work, boolean withoutLedger, Afterwards afterwards) throws IOException {
        FaultSchedule counting = FaultSchedule.none();
        run(counting, work, withoutLedger, afterwards);
        assertThat(counting.writes()).isGreaterThan(2);
        for (long write = 1; write <= counting.writes(); write++) {
            for (Moment moment : List.of(Moment.BEFORE, Moment.AFTER)) {
                run(FaultSchedule.crash(moment, write), work, withoutLedger, afterwards);
                run(FaultSchedule.failure(StorageException.Kind.FULL, moment, write), work, withoutLedger, afterwards);
            }
        }
    }

    private void run(FaultSchedule schedule, Work work, boolean withoutLedger, Afterwards afterwards)
            throws IOException {
        Path place = directory.resolve("copy" + ++copies);
        FileTree.copy(original, place);
        if (withoutLedger) {
            FileTree.delete(place.resolve("ledger"));
        }
        try (EmbeddedHome home = EmbeddedHome.openForWriting(place, clock)) {
            work.on(FaultyStores.of(home.stores(), schedule));
        } catch (SimulatedCrash e) {
            assertThat(schedule.hasCrashed()).isTrue();
        } catch (StorageException e) {
            assertThat(e).hasMessageContaining("simulated failure");
        }
        clock.advance(Duration.ofSeconds(1));
        try (EmbeddedHome home = EmbeddedHome.openForWriting(place, clock)) {
            assertThat(home.log().attemptCount()).isEqualTo(stream.distinct().size());
            afterwards.on(home);
        }
        FileTree.delete(place);
    }
}
