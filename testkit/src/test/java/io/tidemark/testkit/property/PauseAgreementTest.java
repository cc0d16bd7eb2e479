package io.tidemark.testkit.property;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.core.ledger.Outcome;
import io.tidemark.core.port.LedgerReader.HeldAttempt;
import io.tidemark.testkit.contract.LedgerContents;
import io.tidemark.testkit.generate.ArrivalStream;
import io.tidemark.testkit.generate.ExclusionStream;
import io.tidemark.testkit.generate.ForEachSeed;
import io.tidemark.testkit.generate.PauseStream;
import io.tidemark.testkit.generate.Property;
import io.tidemark.testkit.generate.SeedCount;
import io.tidemark.testkit.model.Arrival;
import io.tidemark.testkit.model.ModelContents;
import io.tidemark.testkit.model.NaiveLedger;
import io.tidemark.testkit.model.NaiveLedger.Judgement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// A paused account stands still, everything else goes on, and nothing is lost by it.
@SeedCount(40)
class PauseAgreementTest {
    @ForEachSeed
    void the_fold_and_the_model_agree_on_streams_with_pauses(long seed) {
        Property.holds(seed, PauseStream.of(seed, 150), PauseAgreementTest::agree);
    }

    @ForEachSeed
    void the_fold_and_the_model_agree_on_streams_with_pauses_and_exclusions(long seed) {
        Property.holds(seed, PauseStream.withPauses(seed, ExclusionStream.of(seed, 120)), PauseAgreementTest::agree);
    }

    private static void agree(List<Arrival> arrivals) {
        LedgerContents expected = ModelContents.of(NaiveLedger.of(arrivals));
        LedgerContents found = FoldedStream.of(arrivals).contents().withoutReasons();

        assertThat(found.outcomes()).isEqualTo(expected.outcomes());
        assertThat(found.entries()).isEqualTo(expected.entries());
        assertThat(found.accounts()).isEqualTo(expected.accounts());
        assertThat(found.summary()).isEqualTo(expected.summary());
        assertThat(found.paused()).isEqualTo(expected.paused());
        assertThat(found.held()).isEqualTo(expected.held());
    }

    /// Invariant 7, with what is held as "not yet processed".
    @ForEachSeed
    void every_attempt_either_has_an_outcome_or_is_held(long seed) {
        Property.holds(seed, PauseStream.of(seed, 120), arrivals -> {
            NaiveLedger model = NaiveLedger.of(arrivals);
            LedgerContents found = FoldedStream.of(arrivals).contents();
            Set<Long> decided = new HashSet<>();
            found.outcomes().stream().map(Outcome::position).forEach(decided::add);
            Set<Long> held = new HashSet<>();
            found.held().stream().map(HeldAttempt::position).forEach(held::add);
            assertThat(held).doesNotContainAnyElementsOf(decided);
            held.addAll(decided);
            for (int i = 0; i < model.arrivals().size(); i++) {
                assertThat(held.contains((long) i + 1)).as("position %s", i + 1)
                        .isEqualTo(model.arrivals().get(i) instanceof Arrival.Put);
            }
        });
    }

    @ForEachSeed
    void a_paused_account_has_no_new_entries(long seed) {
        Property.holds(seed, PauseStream.of(seed, 120), arrivals -> {
            LedgerContents found = FoldedStream.of(arrivals).contents();
            Set<String> paused = new HashSet<>();
            List<Arrival> kept = NaiveLedger.of(arrivals).arrivals();
            for (int i = 0; i < kept.size(); i++) {
                long position = i + 1L;
                if (kept.get(i) instanceof Arrival.Pause pause) {
                    paused.add(pause.account());
                } else if (kept.get(i) instanceof Arrival.Resume resume) {
                    paused.remove(resume.account());
                }
                assertThat(found.entries()).filteredOn(entry -> entry.decidedAt() == position)
                        .noneMatch(entry -> paused.contains(entry.entry().account()));
            }
        });
    }

    @ForEachSeed
    void an_account_that_is_paused_and_resumed_with_nothing_in_between_is_as_if_it_never_was(long seed) {
        Property.holds(seed, ArrivalStream.of(seed, 80), arrivals -> {
            List<Arrival> paused = new ArrayList<>();
            for (Arrival arrival : arrivals) {
                paused.add(arrival);
                paused.add(new Arrival.Pause("1"));
                paused.add(new Arrival.Resume("1"));
            }
            assertThat(FoldedStream.of(paused).stateDigest()).isEqualTo(NaiveLedger.of(arrivals).stateDigest());
        });
    }

    /// Who pauses all accounts first and resumes them at the end has every attempt judged, in its order.
    @ForEachSeed
    void what_is_judged_at_a_resume_comes_in_the_order_in_which_it_arrived(long seed) {
        Property.holds(seed, ArrivalStream.of(seed, 80), arrivals -> {
            List<Arrival> one = new ArrayList<>(arrivals);
            one.addFirst(new Arrival.Pause("1"));
            one.add(new Arrival.Resume("1"));
            NaiveLedger model = NaiveLedger.of(one);
            long last = model.position();
            List<Long> released = model.judgements().stream().filter(each -> each.decidedAt() == last)
                    .filter(each -> !each.key().startsWith("verify")
                            && !each.key().matches("outgoing_payment_(ver|rej).*"))
                    .map(Judgement::position).toList();
            assertThat(released).isSorted();
            assertThat(FoldedStream.of(one).contents().held()).isEmpty();
        });
    }
}
