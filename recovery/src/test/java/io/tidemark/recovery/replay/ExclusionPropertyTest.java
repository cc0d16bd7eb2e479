package io.tidemark.recovery.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.ledger.Account;
import io.tidemark.core.pipeline.LedgerCondition;
import io.tidemark.core.pipeline.LedgerUnusableException;
import io.tidemark.core.pipeline.Progress;
import io.tidemark.recovery.TestHome;
import io.tidemark.recovery.plan.Exclusion;
import io.tidemark.recovery.plan.ExclusionRequest;
import io.tidemark.recovery.plan.Plan;
import io.tidemark.recovery.plan.PlanRefusedException;
import io.tidemark.recovery.plan.PlanRequest;
import io.tidemark.recovery.plan.Situation;
import io.tidemark.testkit.generate.ExclusionStream;
import io.tidemark.testkit.generate.ForEachSeed;
import io.tidemark.testkit.generate.PauseStream;
import io.tidemark.testkit.generate.Property;
import io.tidemark.testkit.generate.SeedCount;
import io.tidemark.testkit.model.Arrival;
import io.tidemark.testkit.model.ModelContents;
import io.tidemark.testkit.model.NaiveLedger;
import io.tidemark.testkit.time.ManualClock;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;

/// A home whose operator excludes events now and then is, after each recovery, what the naive model says; and what the plan said.
@SeedCount(5)
class ExclusionPropertyTest {
    @TempDir
    Path directory;
    private int homes;

    @ForEachSeed
    void excluding_comes_to_what_the_model_says_and_the_plan_announced(long seed) {
        Property.holds(seed, PauseStream.sometimes(seed, ExclusionStream.of(seed, 60)), arrivals -> {
            try (TestHome home = new TestHome(directory.resolve("" + ++homes), ManualClock.atNewYear())) {
                SplittableRandom random = new SplittableRandom(seed);
                List<Arrival> taken = new ArrayList<>();
                for (Arrival arrival : arrivals) {
                    if (arrival instanceof Arrival.Exclude exclude) {
                        exclude(home, taken, exclude, random);
                    } else {
                        home.put(List.of(arrival));
                        taken.add(arrival);
                        if (random.nextInt(6) == 0) {
                            home.process();
                            home.snapshot();
                        }
                    }
                }
                home.process();
                NaiveLedger model = NaiveLedger.of(taken);
                assertThat(home.contents().withoutReasons()).isEqualTo(ModelContents.of(model));
                home.assertProven();
                List<String> bases = new ArrayList<>(home.snapshots().ids());
                bases.add("");
                for (String base : List.of("", bases.get(random.nextInt(bases.size())))) {
                    home.lose("ledger");
                    RecoveryResult result = recoverFrom(home, base);
                    assertThat(result.outcome()).as(result.toJson()).isEqualTo(RecoveryResult.Outcome.DONE);
                    assertThat(home.contents().withoutReasons()).isEqualTo(ModelContents.of(model));
                }
                home.assertProven();
            }
        });
    }

    private static RecoveryResult recoverFrom(TestHome home, String base) {
        try {
            return home.recover(new PlanRequest(null, base.isEmpty() ? null : base, base.isEmpty(), false));
        } catch (PlanRefusedException e) {
            assertThat(e).hasMessageContaining("excluded");
            return home.recover(PlanRequest.DEFAULT);
        }
    }

    private static void exclude(TestHome home, List<Arrival> taken, Arrival.Exclude exclude, SplittableRandom random) {
        if (random.nextBoolean()) {
            home.process();
        }
        List<EventKey> keys = exclude.keys().stream().map(EventKey::of).toList();
        Plan plan;
        try {
            plan = home.plan(PlanRequest.DEFAULT.withExclusion(ExclusionRequest.of(keys, "ann", "wrong events")));
        } catch (PlanRefusedException e) {
            assertThat(e).hasMessageContaining("beyond what accounts can hold");
            return;
        }
        Exclusion exclusion = plan.exclusion();
        if (exclusion == null || exclusion.isEmpty()) {
            assertThat(exclusion).isNotNull();
            return;
        }
        NaiveLedger before = NaiveLedger.of(taken);
        taken.add(new Arrival.Exclude(exclusion.keys().stream().map(EventKey::text).toList()));
        RecoveryResult result = new Recovery(home.stores(), home.clock()).execute(plan,
                RecoveryOptions.DEFAULT.withProve(true), Progress.NONE);
        assertThat(result.outcome()).as(result.toJson()).isEqualTo(RecoveryResult.Outcome.DONE);
        assertThat(result.proof().snapshotsMet()).hasSameElementsAs(home.snapshots().ids());
        NaiveLedger after = NaiveLedger.of(taken);
        assertThat(home.contents().withoutReasons()).isEqualTo(ModelContents.of(after));
        assertAnnounced(home, exclusion, before);
    }

    /// The accounts that the plan names have the balances that it said; all others are as they were, to the last digest.
    private static void assertAnnounced(TestHome home, Exclusion exclusion, NaiveLedger before) {
        Map<String, List<Long>> was = new TreeMap<>();
        Map<String, String> heads = new TreeMap<>();
        before.accounts().forEach((number, account) -> {
            was.put(number, List.of(account.actual(), account.available()));
            heads.put(number, account.head());
        });
        Map<String, List<Long>> is = new TreeMap<>();
        Map<String, String> headsNow = new TreeMap<>();
        for (Account account : home.accounts()) {
            is.put(account.number(), List.of(account.actual(), account.available()));
            headsNow.put(account.number(), account.head().toString());
        }
        for (Exclusion.Touched touched : exclusion.accounts()) {
            assertThat(was.get(touched.number())).as("%s before", touched)
                    .isEqualTo(List.of(touched.actualBefore(), touched.availableBefore()));
            assertThat(is.get(touched.number())).as("%s after", touched)
                    .isEqualTo(List.of(touched.actualAfter(), touched.availableAfter()));
            assertThat(headsNow.remove(touched.number())).isNotEqualTo(heads.remove(touched.number()));
        }
        assertThat(headsNow).isEqualTo(heads);
    }

    @ForEachSeed
    void a_ledger_from_before_an_exclusion_goes_on_only_after_a_recovery(long seed) {
        Property.holds(seed, PauseStream.sometimes(seed, ExclusionStream.of(seed, 40)), arrivals -> {
            try (TestHome home = new TestHome(directory.resolve("" + ++homes), ManualClock.atNewYear())) {
                NaiveLedger model = NaiveLedger.of(arrivals);
                boolean excluded = false;
                for (Arrival arrival : model.arrivals()) {
                    if (!excluded && arrival instanceof Arrival.Exclude) {
                        home.process();
                        excluded = true;
                    }
                    // As after a crash: the decision is on record, and nothing else was done.
                    home.put(List.of(arrival));
                }
                if (excluded) {
                    assertThatThrownBy(home::process).isInstanceOfSatisfying(LedgerUnusableException.class,
                            refusal -> assertThat(refusal.trouble())
                                    .isEqualTo(LedgerCondition.Trouble.EXCLUSION_DUE))
                            .hasMessageContaining("recover");
                    assertThat(home.plan(PlanRequest.DEFAULT).action()).isEqualTo(Plan.Action.RECOVER);
                }
                if (excluded) {
                    assertThat(home.plan(PlanRequest.DEFAULT).situation().kind())
                            .isEqualTo(Situation.Kind.EXCLUSION_DUE);
                    RecoveryResult result = home.recover(PlanRequest.DEFAULT);
                    assertThat(result.outcome()).as(result.toJson()).isEqualTo(RecoveryResult.Outcome.DONE);
                }
                home.process();
                assertThat(home.contents().withoutReasons()).isEqualTo(ModelContents.of(model));
                home.assertProven();
            }
        });
    }
}
