package io.tidemark.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.core.pipeline.FoldRun;
import io.tidemark.core.port.StorageException;
import io.tidemark.core.port.Stores;
import io.tidemark.testkit.fault.FaultSchedule;
import io.tidemark.testkit.fault.FaultyStores;
import io.tidemark.testkit.fault.Moment;
import io.tidemark.testkit.fault.SimulatedCrash;
import io.tidemark.testkit.generate.ForEachSeed;
import io.tidemark.testkit.generate.PauseStream;
import io.tidemark.testkit.generate.Property;
import io.tidemark.testkit.generate.SeedCount;
import io.tidemark.testkit.model.Arrival;
import io.tidemark.testkit.model.NaiveLedger;
import io.tidemark.testkit.time.ManualClock;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.io.TempDir;

/// Wherever a crash or a failure strikes, the work goes on afterwards to what it would have come to without.
@SeedCount(8)
class EmbeddedCrashTest {
    private static final int SIZE = 40;
    private static final int MOST = 8;
    private static final FoldRun.Options OPTIONS = new FoldRun.Options(2, 5);

    @TempDir
    Path directory;
    private final ManualClock clock = ManualClock.atNewYear();
    private int homes;

    @ForEachSeed
    void work_goes_on_after_a_crash_at_any_write(long seed) {
        Property.holds(seed, PauseStream.sometimes(seed, SIZE), arrivals -> {
            SplittableRandom random = new SplittableRandom(seed);
            long writes = writes(arrivals, seed);
            for (Moment moment : Moment.values()) {
                long write = 1 + random.nextLong(writes);
                crashAndGoOn(arrivals, seed, FaultSchedule.crash(moment, write));
            }
        });
    }

    @ForEachSeed
    void work_goes_on_after_storage_failed_at_any_write(long seed) {
        Property.holds(seed, PauseStream.sometimes(seed, SIZE), arrivals -> {
            SplittableRandom random = new SplittableRandom(seed);
            long writes = writes(arrivals, seed);
            for (Moment moment : Moment.values()) {
                long write = 1 + random.nextLong(writes);
                failAndGoOn(arrivals, seed, FaultSchedule.failure(StorageException.Kind.FULL, moment, write));
            }
        });
    }

    /// How many writes the work has when nothing goes wrong.
    private long writes(List<Arrival> arrivals, long seed) {
        FaultSchedule counting = FaultSchedule.none();
        try (EmbeddedInstallation installation = newInstallation()) {
            Stores stores = FaultyStores.of(installation.open(clock), counting);
            try (Business business = new Business(stores, OPTIONS, seed)) {
                business.work(arrivals, MOST);
            }
            Business.assertAgrees(stores, NaiveLedger.of(arrivals));
        }
        return counting.writes();
    }

    private void crashAndGoOn(List<Arrival> arrivals, long seed, FaultSchedule schedule) {
        try (EmbeddedInstallation installation = newInstallation()) {
            Business business = new Business(FaultyStores.of(installation.open(clock), schedule), OPTIONS, seed);
            Stores survivors = null;
            try {
                business.work(arrivals, MOST);
            } catch (SimulatedCrash e) {
                survivors = installation.openAfterCrash(clock);
            }
            try {
                business.close();
            } catch (SimulatedCrash e) {
                survivors = survivors == null ? installation.openAfterCrash(clock) : survivors;
            }
            assertThat(schedule.hasCrashed()).isTrue();
            if (survivors != null) {
                goOn(survivors, arrivals, seed);
            }
        }
    }

    private void failAndGoOn(List<Arrival> arrivals, long seed, FaultSchedule schedule) {
        try (EmbeddedInstallation installation = newInstallation()) {
            try (Business business = new Business(FaultyStores.of(installation.open(clock), schedule), OPTIONS, seed)) {
                business.work(arrivals, MOST);
            } catch (StorageException e) {
                assertThat(e).hasMessageContaining("simulated failure");
            }
            goOn(installation.open(clock), arrivals, seed);
        }
    }

    /// Takes in what has not arrived yet, processes, and holds the result to the model.
    private static void goOn(Stores stores, List<Arrival> arrivals, long seed) {
        NaiveLedger model = NaiveLedger.of(arrivals);
        int arrived = Math.toIntExact(stores.log().lastPosition());
        try (Business business = new Business(stores, OPTIONS, seed)) {
            business.work(model.arrivals().subList(arrived, model.arrivals().size()), MOST);
        }
        Business.assertAgrees(stores, model);
    }

    private EmbeddedInstallation newInstallation() {
        return new EmbeddedInstallation(directory.resolve("" + ++homes));
    }
}
