package io.tidemark.testkit.property;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.core.event.Rejection;
import io.tidemark.core.ledger.Account;
import io.tidemark.core.ledger.Entry;
import io.tidemark.core.ledger.Outcome;
import io.tidemark.core.port.Bundles.Held;
import io.tidemark.core.port.DamagedRecordsException;
import io.tidemark.core.port.LedgerReader.HeldAttempt;
import io.tidemark.core.port.LedgerReader.PausedAccount;
import io.tidemark.testkit.contract.LedgerContents;
import io.tidemark.testkit.generate.ArrivalStream;
import io.tidemark.testkit.generate.ExclusionStream;
import io.tidemark.testkit.generate.ForEachSeed;
import io.tidemark.testkit.generate.PauseStream;
import io.tidemark.testkit.generate.Property;
import io.tidemark.testkit.generate.SeedCount;
import io.tidemark.testkit.model.Arrival;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A fold goes on without attempts that are lost, and what it says is true all the same.
@SeedCount(60)
class LossTest {
    @ForEachSeed
    void whoever_is_not_paused_has_what_a_ledger_has_that_lost_nothing(long seed) {
        Property.holds(seed, ArrivalStream.of(seed, 150), arrivals -> check(seed, arrivals));
    }

    @ForEachSeed
    void that_is_so_with_pauses_and_exclusions_too(long seed) {
        Property.holds(seed, PauseStream.withPauses(seed, ExclusionStream.of(seed, 120)),
                arrivals -> check(seed, arrivals));
    }

    private static void check(long seed, List<Arrival> arrivals) {
        LedgerContents whole = FoldedStream.of(arrivals).contents();
        List<Held> lost = draw(seed, whole);
        LedgerContents found;
        try {
            found = FoldedStream.without(arrivals, lost).contents();
        } catch (DamagedRecordsException e) {
            assertThat(e).hasMessageContaining("was refused and judged again");
            return;
        }
        Set<String> paused = found.paused().stream().map(PausedAccount::account).collect(Collectors.toSet());

        Set<Judged> untrue = new HashSet<>(judged(found));
        untrue.removeAll(judged(whole));
        assertThat(untrue).as("judgements that are not those of the whole").isEmpty();
        Map<String, Account> accounts = whole.accounts().stream()
                .collect(Collectors.toMap(Account::number, Function.identity()));
        for (Account account : found.accounts()) {
            assertThat(paused.contains(account.number()) || account.equals(accounts.get(account.number())))
                    .as("%s, which is not paused, is what it must be", account.number()).isTrue();
        }
        accounts.keySet().removeAll(found.accounts().stream().map(Account::number).toList());
        assertThat(paused).as("who is not there yet is paused").containsAll(accounts.keySet());
        assertThat(paused).containsAll(lost.stream().flatMap(one -> one.accounts().stream()).toList());
        assertThat(found.held()).extracting(HeldAttempt::position).containsAll(lost.stream().map(Held::position)
                .toList());
    }

    /// A judgement but for how many entries the account had at which an attempt was refused: other bytes under an accepted key are refused
    /// also where it is paused.
    private record Judged(long position, long decidedAt, Object state, @Nullable Object code, List<Entry> entries) {}

    private static List<Judged> judged(LedgerContents contents) {
        return contents.outcomes().stream().map(outcome -> {
            Rejection rejection = outcome.rejection();
            return new Judged(outcome.position(), outcome.decidedAt(), outcome.state(),
                    rejection == null ? null : rejection.code(), outcome.entries());
        }).toList();
    }

    /// Some attempts that are known by the accounts that they touched, or at which they were refused, as bundles know them: none of what was
    /// refused before any was looked at.
    private static List<Held> draw(long seed, LedgerContents whole) {
        SplittableRandom random = new SplittableRandom(seed + 1);
        Map<Long, Outcome> last = new TreeMap<>();
        whole.outcomes().forEach(outcome -> last.put(outcome.position(), outcome));
        List<Held> lost = new ArrayList<>();
        Set<Long> seen = new HashSet<>();
        int often = 10 + random.nextInt(60);
        for (Outcome outcome : last.values()) {
            Set<String> accounts = new TreeSet<>();
            outcome.entries().forEach(entry -> accounts.add(entry.account()));
            if (outcome.refusedAt() != null) {
                accounts.add(outcome.refusedAt().account());
            }
            if (random.nextInt(often) == 0 && seen.add(outcome.position())) {
                lost.add(new Held(outcome.position(), outcome.key(), "a bundle", List.copyOf(accounts)));
            }
        }
        return lost;
    }
}
