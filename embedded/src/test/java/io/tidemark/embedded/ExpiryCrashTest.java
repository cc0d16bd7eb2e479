package io.tidemark.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.core.ledger.OutcomeState;
import io.tidemark.core.pipeline.ActiveLedger;
import io.tidemark.core.pipeline.Expiry;
import io.tidemark.core.pipeline.FoldRun;
import io.tidemark.core.pipeline.Processor;
import io.tidemark.core.pipeline.Progress;
import io.tidemark.core.port.Bucket;
import io.tidemark.core.port.LedgerStore;
import io.tidemark.core.port.Stores;
import io.tidemark.testkit.fault.FaultSchedule;
import io.tidemark.testkit.fault.FaultyStores;
import io.tidemark.testkit.fault.Moment;
import io.tidemark.testkit.fault.SimulatedCrash;
import io.tidemark.testkit.generate.ForEachSeed;
import io.tidemark.testkit.generate.Property;
import io.tidemark.testkit.generate.SeedCount;
import io.tidemark.testkit.model.Arrival;
import io.tidemark.testkit.model.NaiveLedger;
import io.tidemark.testkit.time.ManualClock;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

/// Wherever a crash strikes an expiry, each attempt is in one bucket, the next run moves the rest, and the ledger is the same.
@SeedCount(3)
class ExpiryCrashTest {
    private static final int SIZE = 60;
    private static final FoldRun.Options OPTIONS = new FoldRun.Options(2, 5);

    @TempDir
    Path directory;
    private final ManualClock clock = ManualClock.atNewYear();
    private int homes;

    @ForEachSeed
    void an_expiry_goes_on_after_a_crash_at_any_write(long seed) {
        Property.holds(seed, SIZE, arrivals -> {
            long writes = crashAt(arrivals, seed, FaultSchedule.none());
            for (long write = 1; write <= writes; write++) {
                for (Moment moment : Moment.values()) {
                    crashAt(arrivals, seed, FaultSchedule.crash(moment, write));
                }
            }
        });
    }

    /// Expires under a schedule, again after the crash if there is one, and holds the result to the model.
    ///
    /// @return how many writes the first expiry began
    private long crashAt(List<Arrival> arrivals, long seed, FaultSchedule schedule) {
        NaiveLedger model = NaiveLedger.of(arrivals);
        try (EmbeddedInstallation installation = new EmbeddedInstallation(directory.resolve("" + ++homes))) {
            Stores stores = installation.open(clock);
            try (Business business = new Business(stores, OPTIONS, seed)) {
                business.work(arrivals, SIZE);
            }
            try {
                expire(FaultyStores.of(stores, schedule));
            } catch (SimulatedCrash e) {
                stores = installation.openAfterCrash(clock);
                for (long position = 1; position <= stores.log().lastPosition(); position++) {
                    assertOnItsWay(stores.buckets().bucketOf(position), wanted(model, position));
                }
                expire(stores);
            }
            for (long position = 1; position <= stores.log().lastPosition(); position++) {
                assertThat(stores.buckets().bucketOf(position)).as("bucket of %s", position)
                        .isEqualTo(wanted(model, position));
            }
            assertThat(expire(stores)).isZero();
            return schedule.writes();
        }
    }

    private static void assertOnItsWay(Bucket bucket, Bucket wanted) {
        assertThat(bucket).isIn(wanted, wanted == Bucket.REJECTED ? Bucket.REJECTED : Bucket.NEW);
    }

    private static Bucket wanted(NaiveLedger model, long position) {
        var standing = model.standingByPosition().get(position);
        if (standing == null || standing.state() == OutcomeState.WAITING) {
            return Bucket.NEW;
        }
        return standing.state() == OutcomeState.ACCEPTED ? Bucket.ARCHIVE : Bucket.REJECTED;
    }

    private static long expire(Stores stores) {
        LedgerStore ledger = ActiveLedger.open(stores, () -> "g-none");
        try (Processor processor = new Processor(stores, ledger, OPTIONS)) {
            processor.process(Long.MAX_VALUE, Progress.NONE, () -> false);
            Expiry.Result result = Expiry.run(stores, processor, ledger, Long.MAX_VALUE, Progress.NONE, () -> false);
            assertThat(result.completed()).isTrue();
            assertThat(result.undecided()).isZero();
            return result.archived();
        }
    }
}
