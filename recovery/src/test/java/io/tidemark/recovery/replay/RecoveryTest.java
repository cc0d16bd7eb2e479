package io.tidemark.recovery.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tidemark.core.event.Sha256;
import io.tidemark.core.ledger.Account;
import io.tidemark.core.pipeline.ActiveLedger;
import io.tidemark.core.pipeline.LedgerCondition;
import io.tidemark.core.port.ControlItem;
import io.tidemark.recovery.AlteredLedger;
import io.tidemark.recovery.Payments;
import io.tidemark.recovery.TestHome;
import io.tidemark.recovery.json.JsonObject;
import io.tidemark.recovery.plan.Plan;
import io.tidemark.recovery.plan.PlanRequest;
import io.tidemark.recovery.plan.Situation;
import io.tidemark.recovery.plan.Target;
import io.tidemark.recovery.replay.RecoveryResult.Outcome;
import io.tidemark.recovery.snapshot.SnapshotManifest;
import io.tidemark.recovery.verify.Difference;
import io.tidemark.recovery.verify.Verifier;
import io.tidemark.recovery.verify.VerifyReport;
import io.tidemark.testkit.contract.LedgerContents;
import io.tidemark.testkit.time.ManualClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecoveryTest {
    private static final PlanRequest REBUILD = new PlanRequest(null, null, true, false);

    @TempDir
    Path directory;
    private TestHome home = new TestHome(Path.of("unset"), ManualClock.atNewYear());

    @BeforeEach
    void work() {
        home = new TestHome(directory.resolve("home"), ManualClock.atNewYear());
        home.put(Payments.ofEverything());
        home.process();
    }

    @AfterEach
    void close() {
        home.close();
    }

    @Test
    void a_ledger_that_was_lost_comes_back_from_nothing() {
        LedgerContents before = home.contents();
        home.lose("ledger");

        RecoveryResult result = home.recover(PlanRequest.DEFAULT);

        assertThat(result.outcome()).isEqualTo(Outcome.DONE);
        assertThat(result.plan().base().snapshot()).isNull();
        assertThat(home.contents()).isEqualTo(before);
        home.assertProven();
    }

    @Test
    void a_ledger_that_was_lost_comes_back_from_a_snapshot_with_its_whole_history() {
        SnapshotManifest base = home.snapshot();
        home.put(Payments.incoming(100, 20, 5));
        home.process();
        LedgerContents before = home.contents();
        home.lose("ledger");

        RecoveryResult result = home.recover(PlanRequest.DEFAULT);

        assertThat(result.outcome()).isEqualTo(Outcome.DONE);
        assertThat(result.plan().base().snapshot()).isEqualTo(base);
        assertThat(result.proof().baseMet()).isTrue();
        assertThat(result.proof().snapshotsMet()).containsExactly(base.id());
        assertThat(Objects.requireNonNull(result.ledger()).stateDigest()).isEqualTo(home.verify().stateDigest());
        assertThat(home.contents()).isEqualTo(before);
        assertThat(home.contents().summary().historyFrom()).isEqualTo(1);
    }

    @Test
    void a_damaged_snapshot_is_passed_over_and_named() {
        home.snapshot();
        home.put(Payments.incoming(100, 20, 5));
        home.process();
        SnapshotManifest damaged = home.snapshot();
        LedgerContents before = home.contents();
        home.lose("ledger");
        home.flip(home.directory().resolve("snapshots").resolve(damaged.id()).resolve("accounts.ndjson.zst"), 30);

        RecoveryResult result = home.recover(PlanRequest.DEFAULT);

        assertThat(result.outcome()).isEqualTo(Outcome.DONE);
        assertThat(result.plan().base().position()).isEqualTo(18);
        assertThat(result.plan().base().passedOver()).singleElement().satisfies(passed -> {
            assertThat(passed.id()).isEqualTo(damaged.id());
            assertThat(passed.reason()).contains("accounts.ndjson.zst");
        });
        assertThat(home.contents()).isEqualTo(before);
        VerifyReport report = home.verify();
        assertThat(report.isProven()).isTrue();
        assertThat(report.warnings()).singleElement().asString().contains(damaged.id());
    }

    @Test
    void a_ledger_of_another_home_is_replaced() {
        LedgerContents before = home.contents();
        home.lose("ledger");
        try (TestHome other = new TestHome(directory.resolve("other"), ManualClock.atNewYear())) {
            other.clock().advance(Duration.ofDays(1));
            other.put(Payments.incoming(1, 3, 1));
            other.process();
            other.shut();
            copy(other.directory().resolve("ledger"), home.directory().resolve("ledger"));
        }
        assertThat(home.plan(PlanRequest.DEFAULT).situation().kind()).isEqualTo(Situation.Kind.FOREIGN);

        assertThat(home.recover(PlanRequest.DEFAULT).outcome()).isEqualTo(Outcome.DONE);

        assertThat(home.contents()).isEqualTo(before);
    }

    private static void copy(Path from, Path to) {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void there_is_nothing_to_do_for_a_ledger_that_is_merely_behind() {
        home.put(Payments.incoming(100, 2, 1));

        RecoveryResult result = home.recover(PlanRequest.DEFAULT);

        assertThat(result.outcome()).isEqualTo(Outcome.NOTHING_TO_DO);
        assertThat(result.plan().summary()).contains("Nothing to do").contains("2 events wait");
        assertThat(home.contents().summary().position()).isEqualTo(18);
    }

    @Test
    void a_rebuild_starts_from_nothing_and_is_held_against_snapshots() {
        SnapshotManifest snapshot = home.snapshot();
        String before = Objects.requireNonNull(home.stores().control().read().generation());

        RecoveryResult result = home.recover(REBUILD);

        assertThat(result.outcome()).isEqualTo(Outcome.DONE);
        assertThat(result.plan().action()).isEqualTo(Plan.Action.REBUILD);
        assertThat(result.plan().base().snapshot()).isNull();
        assertThat(result.proof().snapshotsMet()).containsExactly(snapshot.id());
        RecoveryResult.NewLedger ledger = Objects.requireNonNull(result.ledger());
        assertThat(ledger.previous()).isEqualTo(before);
        assertThat(home.stores().generations().list()).containsExactlyInAnyOrder(before, ledger.generation());
    }

    @Test
    void generations_from_before_are_kept_until_they_are_discarded_and_unfinished_ones_are_not() {
        String first = Objects.requireNonNull(home.stores().control().read().generation());
        String second = Objects.requireNonNull(home.recover(REBUILD).ledger()).generation();
        home.clock().advance(Duration.ofDays(-1));
        String unfinished = GenerationNames.next(home.clock().instant(), home.stores().generations().list());
        home.stores().generations().create(unfinished).close();
        String third = Objects.requireNonNull(home.recover(REBUILD).ledger()).generation();

        assertThat(home.stores().generations().list()).containsExactly(first, second, third);
        assertThat(new Recovery(home.stores(), home.clock()).discard()).containsExactly(first, second);
        assertThat(home.stores().generations().list()).containsExactly(third);
        home.assertProven();
    }

    @Test
    void a_base_that_its_history_does_not_meet_keeps_the_old_ledger_in_force() {
        ControlItem.State before = plantWrongSnapshot();

        RecoveryResult result = home
                .recover(new PlanRequest(null, home.snapshots().ids().getFirst(), false, false));

        assertThat(result.outcome()).isEqualTo(Outcome.DIFFERENT);
        assertThat(result.ledger()).isNull();
        assertThat(result.differences().first()).anySatisfy(difference -> {
            assertThat(difference.kind()).isEqualTo(Difference.Kind.SNAPSHOT);
            assertThat(difference.account()).isEqualTo("A-001");
        });
        assertThat(home.stores().control().read()).isEqualTo(before);
        assertThat(home.stores().generations().list()).containsExactly(before.generation());
        assertThat(home.contents().summary().position()).isEqualTo(18);
    }

    @Test
    void a_rebuild_that_does_not_meet_a_snapshot_keeps_the_old_ledger_in_force() {
        ControlItem.State before = plantWrongSnapshot();

        RecoveryResult result = home.recover(REBUILD);

        assertThat(result.outcome()).isEqualTo(Outcome.DIFFERENT);
        assertThat(result.differences().byAccount()).containsOnlyKeys("A-001");
        assertThat(home.stores().control().read()).isEqualTo(before);
    }

    /// A snapshot that is whole and says that account A-001 has another head; the ledger in force is right.
    private ControlItem.State plantWrongSnapshot() {
        AlteredLedger.putInForce(home, AlteredLedger.accounts(a -> a.number().equals("A-001")
                ? new Account(a.number(), a.customer(), a.actual(), a.available(), a.sequence(),
                        Sha256.of(new byte[] {1}), a.lastKey(), a.lastEpochSecond())
                : a));
        home.snapshot();
        AlteredLedger.putInForce(home, commit -> commit);
        new Recovery(home.stores(), home.clock()).discard();
        return home.stores().control().read();
    }

    @Test
    void what_cannot_be_read_of_the_events_is_named_and_the_old_ledger_stays_in_force() {
        home.put(Payments.bulky(100, 200));
        home.process();
        ControlItem.State before = home.stores().control().read();
        damageEvents();

        RecoveryResult result = home.recover(REBUILD);

        assertThat(result.outcome()).isEqualTo(Outcome.INCOMPLETE);
        assertThat(result.damage()).isNotEmpty().allSatisfy(damage -> {
            assertThat(damage.firstPosition()).isBetween(1L, 218L);
            assertThat(damage.lastPosition()).isBetween(damage.firstPosition(), 218L);
        });
        assertThat(home.stores().control().read()).isEqualTo(before);
        assertThat(home.stores().generations().list()).containsExactly(before.generation());
        assertThat(home.plan(new PlanRequest(null, null, true, true)).damage())
                .extracting(Plan.Damage::firstPosition, Plan.Damage::lastPosition)
                .containsExactlyElementsOf(result.damage().stream()
                        .map(damage -> tuple(damage.firstPosition(), damage.lastPosition())).toList());
        VerifyReport report = home.verify();
        assertThat(report.isProven()).isFalse();
        assertThat(report.damage()).isNotEmpty();
        assertThat(report.differences().total()).isZero();
        assertThat(new Verifier(home.stores(), home.clock()).markInDoubt(report))
                .as("damaged events are no fault of the ledger").isFalse();
        long readable = result.damage().getFirst().firstPosition() - 1;
        assertThat(home.recover(new PlanRequest(new Target.AtPosition(readable), null, false, false)).outcome())
                .isEqualTo(Outcome.DONE);
    }

    /// Changes a byte in the middle of the largest table file of the events: the one with the bodies.
    private void damageEvents() {
        home.shut();
        try (Stream<Path> files = Files.walk(home.directory().resolve("events"))) {
            Path largest = files.filter(file -> file.toString().endsWith(".sst"))
                    .max(Comparator.comparingLong(file -> file.toFile().length())).orElseThrow();
            TestHome.flipByte(largest, Files.size(largest) / 2);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void events_that_a_snapshot_has_seen_and_the_log_has_not_are_lost_and_named() {
        SnapshotManifest seen;
        try (TestHome later = new TestHome(directory.resolve("later"), ManualClock.atNewYear())) {
            later.put(Payments.ofEverything());
            later.put(Payments.incoming(100, 4, 2));
            later.process();
            seen = later.snapshot();
            later.shut();
            home.lose("ledger");
            copy(later.directory().resolve("snapshots").resolve(seen.id()),
                    home.directory().resolve("snapshots").resolve(seen.id()));
        }

        RecoveryResult result = home.recover(PlanRequest.DEFAULT);

        assertThat(result.outcome()).isEqualTo(Outcome.INCOMPLETE);
        assertThat(result.damage()).singleElement().satisfies(lost -> {
            assertThat(lost.firstPosition()).isEqualTo(19);
            assertThat(lost.lastPosition()).isEqualTo(22);
            assertThat(lost.description()).contains(seen.id());
        });
        assertThat(result.plan().summary()).contains("positions 19 to 22 are lost");
        assertThat(home.stores().generations().list()).isEmpty();
        RecoveryResult knowingly = home
                .recover(new PlanRequest(new Target.AtPosition(18), null, false, false));
        assertThat(knowingly.outcome()).isEqualTo(Outcome.DONE);
    }

    @Test
    void recovering_a_paused_ledger_that_was_lost_leaves_it_paused_where_it_was() {
        home.recover(new PlanRequest(new Target.AtPosition(7), null, false, false));
        home.lose("ledger");

        RecoveryResult result = home.recover(PlanRequest.DEFAULT);

        assertThat(Objects.requireNonNull(result.ledger()).position()).isEqualTo(7);
        assertThat(home.stores().control().read().pausedAt()).isEqualTo(7);
        assertThat(home.contents().summary().position()).isEqualTo(7);
    }

    @Test
    void recovering_to_before_the_first_event_gives_an_empty_ledger() {
        RecoveryResult result = home.recover(new PlanRequest(new Target.AtTime(0), null, false, false));

        assertThat(Objects.requireNonNull(result.ledger()).position()).isZero();
        assertThat(home.accounts()).isEmpty();
        home.assertProven();
    }

    @Test
    void a_result_is_a_document_that_programs_can_take_apart() throws IOException {
        home.snapshot();
        home.lose("ledger");
        RecoveryResult result = home.recover(PlanRequest.DEFAULT);

        JsonObject json = JsonObject.read(result.toJson().getBytes(StandardCharsets.UTF_8));

        assertThat(json.string("outcome")).isEqualTo("DONE");
        assertThat(json.object("plan").object("situation").string("ledger")).isEqualTo("LOST");
        assertThat(json.object("ledger").string("stateDigest")).hasSize(64);
        assertThat(json.object("proof").object("secondReader").has("proven")).isTrue();
        assertThat(json.object("milliseconds").numbers()).containsKeys("restore", "replay", "history", "prove",
                "total");
        assertThat(List.of(ActiveLedger.inspect(home.stores()))).first().isInstanceOf(LedgerCondition.Sound.class);
    }
}
