package io.tidemark.testkit.generate;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.event.EventType;
import io.tidemark.core.ledger.Account;
import io.tidemark.core.ledger.Entry;
import io.tidemark.core.ledger.EntryStatus;
import io.tidemark.core.ledger.OpenMatter;
import io.tidemark.core.ledger.Outcome;
import io.tidemark.core.ledger.OutcomeState;
import io.tidemark.core.port.LedgerReader.PlacedEntry;
import io.tidemark.testkit.contract.LedgerContents;
import io.tidemark.testkit.model.Arrival;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;

/// The invariants of a ledger, one property each, for whatever turns arrivals into a ledger. Extended by the tests of the naive
/// model, of the fold, and of each store.
public abstract class LedgerInvariants {
    /// The ledger that comes of those arrivals.
    ///
    /// @throws Exception when it cannot be made; a failure of the property
    protected abstract LedgerContents judge(List<Arrival> arrivals) throws Exception;

    @ForEachSeed
    void actual_is_the_sum_of_the_verified_entries(long seed) {
        holds(seed, ledger -> {
            Map<String, Long> sums = new HashMap<>();
            for (Entry entry : entries(ledger)) {
                if (entry.status() != EntryStatus.VERIFIED) {
                    assertThat(entry.actualEffect()).as("actual effect of %s", entry).isZero();
                }
                long sum = Math.addExact(sums.getOrDefault(entry.account(), 0L), entry.actualEffect());
                sums.put(entry.account(), sum);
                assertThat(entry.actualAfter()).as("actual balance after %s", entry).isEqualTo(sum);
            }
            assertThat(ledger.accounts()).allSatisfy(
                    account -> assertThat(account.actual()).isEqualTo(sums.getOrDefault(account.number(), -1L)));
        });
    }

    @ForEachSeed
    void available_is_actual_less_the_sum_of_the_holds(long seed) {
        holds(seed, ledger -> {
            Map<String, Long> held = new HashMap<>();
            for (OpenMatter matter : ledger.openMatters()) {
                assertThat(matter.left()).as("left of %s", matter).isBetween(1L, matter.amount());
                if (matter.key().type() == EventType.OUTGOING_PAYMENT_UNVERIFIED) {
                    held.merge(matter.account(), matter.left(), Math::addExact);
                }
            }
            assertThat(ledger.accounts()).allSatisfy(account -> assertThat(account.available())
                    .isEqualTo(account.actual() - held.getOrDefault(account.number(), 0L)));
        });
    }

    @ForEachSeed
    void available_is_not_below_zero_after_any_entry(long seed) {
        holds(seed, ledger -> {
            assertThat(entries(ledger)).allSatisfy(entry -> {
                assertThat(entry.availableAfter()).isBetween(0L, entry.actualAfter());
                assertThat(entry.actualAfter()).isLessThanOrEqualTo(1_000_000_000_000_000_000L);
            });
            assertThat(ledger.accounts()).allSatisfy(account -> assertThat(account.available()).isNotNegative());
        });
    }

    @ForEachSeed
    void sequences_have_no_gaps_and_no_repeats(long seed) {
        holds(seed, ledger -> {
            Map<String, Entry> last = new HashMap<>();
            for (Entry entry : entries(ledger)) {
                Entry before = last.put(entry.account(), entry);
                assertThat(entry.sequence()).isEqualTo(before == null ? 1 : before.sequence() + 1);
                assertThat(entry.availableAfter() - entry.availableEffect())
                        .isEqualTo(before == null ? 0 : before.availableAfter());
            }
            assertThat(last).hasSameSizeAs(ledger.accounts());
            for (Account account : ledger.accounts()) {
                assertThat(last.get(account.number())).satisfies(entry -> {
                    assertThat(account.sequence()).isEqualTo(entry.sequence());
                    assertThat(account.lastKey()).isEqualTo(entry.key());
                });
            }
        });
    }

    @ForEachSeed
    void an_event_key_has_at_most_one_entry_per_account_however_often_and_in_whatever_order_it_is_put(long seed) {
        Property.holds(seed, arrivals -> {
            List<Arrival> often = new ArrayList<>(arrivals);
            often.addAll(arrivals);
            Collections.shuffle(often, new SplittableRandom(seed));
            for (List<Arrival> stream : List.of(arrivals, often)) {
                Set<String> seen = new HashSet<>();
                LedgerContents ledger = judged(stream);
                for (Entry entry : entries(ledger)) {
                    assertThat(seen.add(entry.key() + " on " + entry.account())).as("%s once", entry).isTrue();
                }
            }
        });
    }

    @ForEachSeed
    void a_transfer_is_on_both_accounts_or_on_neither(long seed) {
        holds(seed, ledger -> {
            Map<EventKey, List<Entry>> transfers = new HashMap<>();
            for (Entry entry : entries(ledger)) {
                if (entry.key().type() == EventType.INTER_ACCOUNT_TRANSFER) {
                    transfers.computeIfAbsent(entry.key(), _ -> new ArrayList<>()).add(entry);
                }
            }
            assertThat(transfers.values()).allSatisfy(sides -> {
                assertThat(sides).hasSize(2);
                assertThat(sides).extracting(Entry::account).doesNotHaveDuplicates();
                assertThat(sides).extracting(Entry::status).containsOnly(EntryStatus.VERIFIED);
                assertThat(sides.get(0).actualEffect()).isNotZero().isEqualTo(sides.get(0).availableEffect());
                assertThat(sides.get(1).actualEffect()).isEqualTo(-sides.get(0).actualEffect())
                        .isEqualTo(sides.get(1).availableEffect());
            });
            for (Outcome outcome : ledger.outcomes()) {
                if (outcome.key().type() == EventType.INTER_ACCOUNT_TRANSFER) {
                    assertThat(outcome.entries()).hasSize(outcome.state() == OutcomeState.ACCEPTED ? 2 : 0);
                }
            }
        });
    }

    @ForEachSeed
    void every_attempt_is_exactly_one_of_accepted_rejected_waiting_duplicate(long seed) {
        holds(seed, ledger -> {
            Map<Long, Outcome> last = new TreeMap<>();
            for (Outcome outcome : ledger.outcomes()) {
                Outcome before = last.put(outcome.position(), outcome);
                assertThat(before == null || before.state() != OutcomeState.ACCEPTED)
                        .as("an accepted attempt is not judged again: %s", outcome).isTrue();
                assertThat(outcome.rejection() != null).isEqualTo(outcome.state() == OutcomeState.REJECTED);
                assertThat(outcome.entries().isEmpty()).isEqualTo(outcome.state() != OutcomeState.ACCEPTED);
                assertThat(outcome.decidedAt()).isGreaterThanOrEqualTo(outcome.position());
            }
            Map<OutcomeState, Long> states = new HashMap<>();
            last.values().forEach(outcome -> states.merge(outcome.state(), 1L, Long::sum));
            assertThat(ledger.summary().counts().accepted()).isEqualTo(states.getOrDefault(OutcomeState.ACCEPTED, 0L));
            assertThat(ledger.summary().counts().waiting()).isEqualTo(states.getOrDefault(OutcomeState.WAITING, 0L));
            assertThat(ledger.summary().counts().rejectedTotal())
                    .isEqualTo(states.getOrDefault(OutcomeState.REJECTED, 0L));
            assertThat(ledger.outcomes()).extracting(Outcome::decidedAt).isSorted();
        });
    }

    /// What is asserted of a ledger.
    private interface Invariant {
        void verify(LedgerContents ledger);
    }

    /// Checks the invariant on the way through the stream and at its end.
    private void holds(long seed, Invariant invariant) {
        Property.holds(seed, arrivals -> {
            for (int end : new int[] {arrivals.size() / 3, arrivals.size() * 2 / 3, arrivals.size()}) {
                invariant.verify(judged(arrivals.subList(0, end)));
            }
        });
    }

    /// The ledger of those arrivals, which has judged every attempt that is not a duplicate.
    private LedgerContents judged(List<Arrival> arrivals) throws Exception {
        LedgerContents ledger = judge(arrivals);
        Set<Arrival> put = new HashSet<>();
        Set<Long> attempts = new HashSet<>();
        long position = 0;
        for (Arrival arrival : arrivals) {
            boolean isPut = arrival instanceof Arrival.Put;
            if (!isPut || put.add(withoutSource(arrival))) {
                position++;
                if (isPut) {
                    attempts.add(position);
                }
            }
        }
        assertThat(ledger.summary().position()).isEqualTo(position);
        Set<Long> judged = new HashSet<>();
        ledger.outcomes().forEach(outcome -> judged.add(outcome.position()));
        assertThat(judged).as("positions of attempts with an outcome").isEqualTo(attempts);
        return ledger;
    }

    private static Arrival withoutSource(Arrival arrival) {
        return arrival instanceof Arrival.Put put ? new Arrival.Put(put.key(), put.bytes(), null) : arrival;
    }

    private static List<Entry> entries(LedgerContents ledger) {
        return ledger.entries().stream().map(PlacedEntry::entry).toList();
    }
}
