package io.tidemark.testkit.property;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tidemark.core.ledger.EntryStatus;
import io.tidemark.core.ledger.OutcomeState;
import io.tidemark.testkit.contract.LedgerContents;
import io.tidemark.testkit.generate.ExclusionStream;
import io.tidemark.testkit.generate.ForEachSeed;
import io.tidemark.testkit.generate.Property;
import io.tidemark.testkit.model.Arrival;
import io.tidemark.testkit.model.ModelContents;
import io.tidemark.testkit.model.NaiveLedger;
import io.tidemark.testkit.model.NaiveLedger.Entry;
import io.tidemark.testkit.model.NaiveLedger.Judgement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// What is excluded has no effect, from the first entry on, and everything else that was decided stays decided.
class ExclusionAgreementTest {
    @ForEachSeed
    void the_fold_and_the_model_agree_on_streams_with_exclusions(long seed) {
        Property.holds(seed, ExclusionStream.of(seed, 120), arrivals -> {
            NaiveLedger model = NaiveLedger.of(arrivals);
            LedgerContents expected = ModelContents.of(model);
            LedgerContents found = FoldedStream.of(arrivals).contents().withoutReasons();

            assertThat(found.outcomes()).isEqualTo(expected.outcomes());
            assertThat(found.entries()).isEqualTo(expected.entries());
            assertThat(found.accounts()).isEqualTo(expected.accounts());
            assertThat(found.summary()).isEqualTo(expected.summary());
        });
    }

    @ForEachSeed
    void what_was_decided_before_an_exclusion_stays_decided(long seed) {
        Property.holds(seed, ExclusionStream.of(seed, 120), arrivals -> {
            NaiveLedger model = NaiveLedger.of(arrivals);
            for (int i = 0; i < model.arrivals().size(); i++) {
                if (model.arrivals().get(i) instanceof Arrival.Exclude) {
                    NaiveLedger before = model.at(i);
                    List<Judgement> decided = model.judgements().stream().filter(each -> each.decidedAt() <= before
                            .position()).toList();
                    assertThat(decided).extracting(Judgement::position, Judgement::state, Judgement::code)
                            .isEqualTo(before.judgements().stream()
                                    .map(each -> tuple(each.position(), each.state(),
                                            each.code()))
                                    .toList());
                }
            }
        });
    }

    @ForEachSeed
    void accounts_without_an_excluded_entry_keep_their_digests(long seed) {
        Property.holds(seed, ExclusionStream.of(seed, 120), arrivals -> {
            NaiveLedger model = NaiveLedger.of(arrivals);
            for (int i = 0; i < model.arrivals().size(); i++) {
                if (model.arrivals().get(i) instanceof Arrival.Exclude) {
                    NaiveLedger before = model.at(i);
                    NaiveLedger after = model.at(i + 1L);
                    Set<String> concerned = new HashSet<>();
                    after.accounts().keySet().forEach(number -> after.entries(number).stream()
                            .filter(entry -> entry.status() == EntryStatus.EXCLUDED)
                            .forEach(_ -> concerned.add(number)));
                    LedgerContents folded = FoldedStream.of(after.arrivals()).contents();
                    Map<String, String> heads = new TreeMap<>();
                    before.accounts().forEach((number, account) -> heads.put(number, account.head()));
                    heads.keySet().removeAll(concerned);
                    Map<String, String> kept = new TreeMap<>();
                    folded.accounts().forEach(account -> kept.put(account.number(), account.head().toString()));
                    kept.keySet().removeAll(concerned);
                    assertThat(kept).isEqualTo(heads);
                }
            }
        });
    }

    /// An excluded entry moves nothing; what is open is what the entries leave open; balances are the sums of their entries.
    @ForEachSeed
    void the_books_add_up_without_what_is_excluded(long seed) {
        Property.holds(seed, ExclusionStream.of(seed, 120), arrivals -> {
            NaiveLedger model = NaiveLedger.of(arrivals);
            Map<String, Long> held = new HashMap<>();
            model.openMatters().values().stream().filter(matter -> matter.key().startsWith("outgoing"))
                    .forEach(matter -> held.merge(matter.account(), matter.left(), Long::sum));
            model.accounts().forEach((number, account) -> {
                List<Entry> entries = new ArrayList<>(model.entries(number));
                assertThat(account.actual()).isEqualTo(entries.stream().mapToLong(Entry::actualEffect).sum());
                assertThat(account.available()).isEqualTo(account.actual() - held.getOrDefault(number, 0L));
                assertThat(entries).filteredOn(entry -> entry.status() == EntryStatus.EXCLUDED)
                        .allSatisfy(entry -> assertThat(entry.availableEffect()).isZero());
                boolean none = entries.stream().noneMatch(entry -> entry.status() == EntryStatus.EXCLUDED);
                assertThat(!none || entries.stream().allMatch(entry -> entry.availableAfter() >= 0))
                        .as("account %s is below zero and nothing of it was excluded", number).isTrue();
            });
            assertThat(model.judgements()).filteredOn(each -> each.state() == OutcomeState.ACCEPTED)
                    .allSatisfy(each -> assertThat(each.entries()).isNotEmpty());
        });
    }
}
