package io.tidemark.recovery.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.core.ledger.Account;
import io.tidemark.core.pipeline.ActiveLedger;
import io.tidemark.core.pipeline.Expiry;
import io.tidemark.core.pipeline.FoldRun;
import io.tidemark.core.pipeline.Processor;
import io.tidemark.core.pipeline.Progress;
import io.tidemark.core.port.Bundles.Bundle;
import io.tidemark.core.port.LedgerReader.PausedAccount;
import io.tidemark.core.port.LedgerStore;
import io.tidemark.core.port.Stores;
import io.tidemark.recovery.Payments;
import io.tidemark.recovery.TestHome;
import io.tidemark.recovery.plan.PlanRequest;
import io.tidemark.recovery.plan.Planner;
import io.tidemark.recovery.replay.RecoveryOptions.Opening;
import io.tidemark.recovery.replay.RecoveryResult.Outcome;
import io.tidemark.testkit.contract.LedgerContents;
import io.tidemark.testkit.fault.FaultSchedule;
import io.tidemark.testkit.fault.FaultyStores;
import io.tidemark.testkit.fault.Moment;
import io.tidemark.testkit.fault.SimulatedCrash;
import io.tidemark.testkit.model.Arrival;
import io.tidemark.testkit.time.ManualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Events of two days are lost, of the day before a snapshot and of the day behind it, and the ledger too.
class RecoveryWithoutLostTest {
    private static final RecoveryOptions SMALL_COMMITS = new RecoveryOptions(false, new FoldRun.Options(1, 5), 100);
    /// How many writes lie between those that are struck.
    private static final int EVERY = Integer.getInteger("tidemark.everyWrite", 2);
    private static final List<String> LOST_BEFORE = List.of("a0", "a1");
    private static final List<String> LOST_BEHIND = List.of("a4", "a5");

    @TempDir
    Path directory;
    private final ManualClock clock = ManualClock.atNewYear();
    private final Random random = new Random(1);
    private final List<byte[]> whole = new ArrayList<>();
    private TestHome home = new TestHome(Path.of("unset"), clock);

    /// Payments to eight accounts on the first day, from the fifth on on the second; each account withdraws something on the third.
    @BeforeEach
    void begin() {
        home = new TestHome(directory.resolve("home"), clock);
        home.put(lengthy("first", List.of("a0", "a1", "a2", "a3", "a4", "a5", "a6", "a7")));
        endDay();
        home.snapshot();
        home.put(lengthy("second", List.of("a4", "a5", "a6", "a7")));
        endDay();
        List<Arrival> withdrawals = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            withdrawals.add(Payments.withdrawal("w" + i, "a" + i, "0.10"));
        }
        home.put(withdrawals);
        home.process();
    }

    @AfterEach
    void end() {
        home.close();
    }

    /// Bodies of which two fill a part of a bundle.
    private List<Arrival> lengthy(String day, List<String> accounts) {
        return accounts.stream().<Arrival>map(account -> {
            StringBuilder reference = new StringBuilder();
            random.ints(40_000, 'a', 'z').forEach(c -> reference.append((char) c));
            return Arrival.put("incoming_payment_" + day + account + ".event",
                    "{\"EventTimeStamp\":1,\"TargetAccount\":\"%s\",\"Amount\":\"1.00\",\"Reference\":\"%s\"}"
                            .formatted(account, reference));
        }).toList();
    }

    private void endDay() {
        clock.advance(Duration.ofDays(1));
        Stores stores = home.stores();
        LedgerStore ledger = ActiveLedger.open(stores, () -> "g-first");
        try (Processor processor = new Processor(stores, ledger, SMALL_COMMITS.fold())) {
            processor.process(Long.MAX_VALUE, Progress.NONE, () -> false);
            Expiry.run(stores, processor, ledger, Long.MAX_VALUE, Progress.NONE, () -> false);
            stores.bundles().pack(ledger, LocalDate.ofInstant(clock.instant(), java.time.ZoneOffset.UTC), _ -> {},
                    () -> false);
        }
    }

    private List<Path> files() {
        return home.stores().bundles().list().stream().map(Bundle::id).map(id -> home.directory()
                .resolve("events/bundles/dt=" + id.substring(0, 10)).resolve(id + ".ndjson.zst")).toList();
    }

    private void loseEventsAndLedger() throws IOException {
        List<Path> files = files();
        assertThat(files).hasSize(2);
        for (Path file : files) {
            whole.add(Files.readAllBytes(file));
            home.flip(file, 200);
        }
        home.lose("ledger");
    }

    private RecoveryResult recover(TestHome one, FaultSchedule schedule) {
        Stores stores = FaultyStores.of(one.stores(), schedule);
        return new Recovery(stores, clock).execute(
                new Planner(stores, clock).plan(PlanRequest.DEFAULT, Progress.NONE),
                SMALL_COMMITS.withOpening(Opening.FIRST), Progress.NONE);
    }

    @Test
    void accounts_of_both_are_named_all_others_are_as_they_were_and_when_the_events_are_back_so_are_all()
            throws IOException {
        LedgerContents before = home.contents();
        loseEventsAndLedger();

        RecoveryResult result = recover(home, FaultSchedule.none());

        assertThat(result.outcome()).as(result.toJson()).isEqualTo(Outcome.INCOMPLETE);
        assertThat(result.damage()).hasSize(2);
        assertThat(result.course().differing()).containsExactlyElementsOf(LOST_BEFORE);
        LedgerContents after = home.contents();
        assertThat(after.paused()).extracting(PausedAccount::account).containsExactlyElementsOf(LOST_BEHIND);
        // What was lost before the snapshot is in the snapshot.
        assertThat(others(after)).isEqualTo(others(before)).hasSize(6);

        List<Path> files = files();
        home.shut();
        for (int i = 0; i < files.size(); i++) {
            Files.write(files.get(i), whole.get(i));
        }
        result = recover(home, FaultSchedule.none());

        assertThat(result.outcome()).as(result.toJson()).isEqualTo(Outcome.DONE);
        home.process();
        assertThat(home.contents()).isEqualTo(before);
        home.assertProven();
    }

    private static List<Account> others(LedgerContents contents) {
        return contents.accounts().stream().filter(account -> !LOST_BEHIND.contains(account.number())).toList();
    }

    @ParameterizedTest
    @EnumSource(Moment.class)
    void killed_at_a_write_the_next_recovery_comes_to_the_same(Moment moment) throws IOException {
        loseEventsAndLedger();
        Path lost = directory.resolve("lost");
        copy(home.directory(), lost);
        FaultSchedule counting = FaultSchedule.none();
        RecoveryResult untroubled = recover(home, counting);
        LedgerContents expected = home.contents();
        assertThat(counting.writes()).isGreaterThan(8);

        for (long write = moment == Moment.AFTER ? 2 : 1; write <= counting.writes(); write += EVERY) {
            Path copied = directory.resolve("copy" + write);
            copy(lost, copied);
            try (TestHome copy = new TestHome(copied, clock)) {
                FaultSchedule schedule = FaultSchedule.crash(moment, write);
                assertThatThrownBy(() -> recover(copy, schedule)).isInstanceOf(SimulatedCrash.class);
                copy.shut();

                RecoveryResult result = recover(copy, FaultSchedule.none());

                assertThat(result.outcome()).as("%s write %s: %s", moment, write, result.toJson())
                        .isEqualTo(Outcome.INCOMPLETE);
                assertThat(result.damage()).as("%s write %s", moment, write).isEqualTo(untroubled.damage());
                assertThat(copy.contents()).as("%s write %s", moment, write).isEqualTo(expected);
            }
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }
}
