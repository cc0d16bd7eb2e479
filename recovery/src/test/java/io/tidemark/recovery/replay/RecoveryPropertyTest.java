package io.tidemark.recovery.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.core.ledger.OutcomeState;
import io.tidemark.core.pipeline.FoldRun;
import io.tidemark.core.pipeline.PausedException;
import io.tidemark.core.pipeline.Progress;
import io.tidemark.core.port.Bucket;
import io.tidemark.core.port.LogRecord;
import io.tidemark.recovery.TestHome;
import io.tidemark.recovery.plan.Plan;
import io.tidemark.recovery.plan.PlanRequest;
import io.tidemark.recovery.plan.Target;
import io.tidemark.recovery.replay.RecoveryOptions.Opening;
import io.tidemark.testkit.generate.ForEachSeed;
import io.tidemark.testkit.generate.PauseStream;
import io.tidemark.testkit.generate.Property;
import io.tidemark.testkit.generate.SeedCount;
import io.tidemark.testkit.model.Arrival;
import io.tidemark.testkit.model.ModelContents;
import io.tidemark.testkit.model.NaiveLedger;
import io.tidemark.testkit.time.ManualClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.io.TempDir;

/// Recovery to a moment gives the state that was at that moment: held to the naive model.
@SeedCount(8)
class RecoveryPropertyTest {
    private static final RecoveryOptions FIRST = new RecoveryOptions(false, new FoldRun.Options(1, 5), 100,
            Opening.FIRST);

    @TempDir
    Path directory;
    private int homes;

    /// Arrivals a few at a time, at moments of their own; processing and snapshots now and then; then one recovery after the other, to
    /// times between, at and beside events and snapshots, each from what the one before left.
    @ForEachSeed
    void recovering_to_a_moment_gives_the_state_of_that_moment(long seed) {
        Property.holds(seed, PauseStream.sometimes(seed, 60), arrivals -> {
            try (TestHome home = new TestHome(directory.resolve("" + ++homes), ManualClock.atNewYear())) {
                SplittableRandom random = new SplittableRandom(seed);
                List<Long> moments = live(home, arrivals, random);
                NaiveLedger model = NaiveLedger.of(arrivals);
                for (int i = 0; i < 6 && !moments.isEmpty(); i++) {
                    long moment = moments.get(random.nextInt(moments.size())) + random.nextInt(3) - 1;
                    if (random.nextInt(3) == 0) {
                        home.lose("ledger");
                    }
                    RecoveryResult result = home.recover(
                            new PlanRequest(new Target.AtTime(moment), null, random.nextBoolean(), false));
                    assertStateAt(home, model, home.stores().log().positionAt(moment), result);
                }
                goOn(home, model);
            }
        });
    }

    @ForEachSeed
    void recovering_what_was_lost_gives_the_same_ledger_from_any_base(long seed) {
        Property.holds(seed, PauseStream.sometimes(seed, 60), arrivals -> {
            try (TestHome home = new TestHome(directory.resolve("" + ++homes), ManualClock.atNewYear())) {
                live(home, arrivals, new SplittableRandom(seed));
                home.process();
                NaiveLedger model = NaiveLedger.of(arrivals);
                List<String> bases = new ArrayList<>(home.snapshots().ids());
                bases.add("");
                for (String base : bases) {
                    home.lose("ledger");
                    RecoveryResult result = home
                            .recover(new PlanRequest(null, base.isEmpty() ? null : base, base.isEmpty(), false));
                    assertThat(result.outcome()).as(result.toJson()).isEqualTo(RecoveryResult.Outcome.DONE);
                    assertThat(result.proof().snapshotsMet()).hasSameElementsAs(home.snapshots().ids());
                    assertAgrees(home, model);
                }
            }
        });
    }

    /// Invariant 9 without downtime: a ledger is lost in the middle of everything, opened again from some snapshot, and the rest arrives
    /// and is processed while its history is filled in; now and then that is cut off and taken up again.
    @ForEachSeed
    void what_was_lost_and_opened_first_is_in_the_end_as_if_it_had_never_failed(long seed) {
        Property.holds(seed, PauseStream.sometimes(seed, 60), arrivals -> {
            try (TestHome home = new TestHome(directory.resolve("" + ++homes), ManualClock.atNewYear())) {
                SplittableRandom random = new SplittableRandom(seed);
                int lost = arrivals.size() / 2 + random.nextInt(arrivals.size() / 2 + 1);
                live(home, arrivals.subList(0, lost), random);
                home.process();
                home.snapshot();
                List<String> bases = home.snapshots().ids();
                home.lose("ledger");
                int[] next = {lost};
                boolean cut = openFirst(home, bases.get(random.nextInt(bases.size())), arrivals, next, random);
                home.put(arrivals.subList(next[0], arrivals.size()));
                home.process();
                if (cut) {
                    Plan plan = home.plan(PlanRequest.DEFAULT);
                    assertThat(plan.action()).isEqualTo(Plan.Action.COMPLETE);
                    assertDone(new Recovery(home.stores(), home.clock()).execute(plan, FIRST, Progress.NONE));
                }
                assertAgrees(home, NaiveLedger.of(arrivals));
                home.assertProven();
                assertThat(home.stores().control().read().provisional()).isNull();
            }
        });
    }

    /// @param next the index of the arrival that comes next
    /// @return whether it was cut off
    private static boolean openFirst(TestHome home, String base, List<Arrival> arrivals, int[] next,
            SplittableRandom random) {
        RecoveryRun run = new Recovery(home.stores(), home.clock())
                .begin(home.plan(new PlanRequest(null, base, false, false)), FIRST, Progress.NONE);
        int cutAt = random.nextInt(2) == 0 ? random.nextInt(12) : Integer.MAX_VALUE;
        int[] done = {0};
        Runnable meanwhile = () -> {
            int end = Math.min(arrivals.size(), next[0] + random.nextInt(4));
            home.put(arrivals.subList(next[0], end));
            next[0] = end;
            if (done[0]++ == cutAt) {
                throw new IllegalStateException("cut off");
            }
        };
        try (Business business = new Business(home.stores(), meanwhile, false)) {
            assertDone(Objects.requireNonNull(run.complete(business, Progress.NONE, () -> false)));
            return false;
        } catch (IllegalStateException e) {
            assertThat(e).hasMessage("cut off");
            return true;
        }
    }

    private static void assertDone(RecoveryResult result) {
        assertThat(result.outcome()).as(result.toJson()).isEqualTo(RecoveryResult.Outcome.DONE);
    }

    /// @return the moments at which something happened, in microseconds since 1970
    private static List<Long> live(TestHome home, List<Arrival> arrivals, SplittableRandom random) {
        List<Long> moments = new ArrayList<>();
        int at = 0;
        while (at < arrivals.size()) {
            home.clock().advance(Duration.ofNanos(1000L * random.nextInt(3)));
            int end = Math.min(arrivals.size(), at + 1 + random.nextInt(5));
            home.put(arrivals.subList(at, end));
            at = end;
            if (random.nextInt(3) == 0) {
                home.process();
                if (random.nextBoolean()) {
                    home.clock().advance(Duration.ofNanos(1000L * random.nextInt(3)));
                    home.snapshot();
                }
            }
            LogRecord last = home.stores().log().record(home.stores().log().lastPosition());
            if (last != null) {
                moments.add(last.arrivalMicros());
            }
        }
        return moments;
    }

    private static void assertStateAt(TestHome home, NaiveLedger model, long position, RecoveryResult result) {
        assertThat(result.outcome()).as(result.toJson()).isIn(RecoveryResult.Outcome.DONE,
                RecoveryResult.Outcome.NOTHING_TO_DO);
        NaiveLedger then = model.at(position);
        assertAgrees(home, then);
        home.assertProven();
        boolean paused = position < model.position();
        if (result.outcome() == RecoveryResult.Outcome.DONE) {
            assertThat(home.stores().control().read().pausedAt()).isEqualTo(paused ? position : null);
        }
        if (home.stores().control().read().pausedAt() != null && paused) {
            Assertions.assertThatThrownBy(home::process).isInstanceOf(PausedException.class);
        }
    }

    /// Lifts the pause: everything is processed, as if nothing had happened.
    private static void goOn(TestHome home, NaiveLedger model) {
        var control = home.stores().control().read();
        home.stores().control().update(control, control.withPausedAt(null));
        home.process();
        assertAgrees(home, model);
        home.assertProven();
    }

    private static void assertAgrees(TestHome home, NaiveLedger model) {
        assertThat(home.contents().withoutReasons()).isEqualTo(ModelContents.of(model));
        model.standingByPosition().forEach((position, judgement) -> assertThat(home.stores().buckets()
                .bucketOf(position)).as("bucket of %s", judgement)
                .isEqualTo(judgement.state() == OutcomeState.REJECTED ? Bucket.REJECTED : Bucket.NEW));
        for (long later = model.position() + 1; later <= home.stores().log().lastPosition(); later++) {
            assertThat(home.stores().buckets().bucketOf(later)).as("position %s is undecided", later)
                    .isEqualTo(Bucket.NEW);
        }
    }
}
