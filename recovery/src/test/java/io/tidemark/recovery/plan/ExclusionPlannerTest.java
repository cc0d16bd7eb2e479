package io.tidemark.recovery.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.event.EventType;
import io.tidemark.core.ledger.Account;
import io.tidemark.core.port.ControlAction;
import io.tidemark.recovery.Payments;
import io.tidemark.recovery.TestHome;
import io.tidemark.recovery.replay.RecoveryOptions;
import io.tidemark.recovery.replay.RecoveryResult;
import io.tidemark.testkit.model.Arrival;
import io.tidemark.testkit.time.ManualClock;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Which events an exclusion means, and what it refuses.
class ExclusionPlannerTest {
    @TempDir
    Path directory;
    private @Nullable TestHome opened;

    @BeforeEach
    void open() {
        opened = new TestHome(directory.resolve("home"), ManualClock.atNewYear());
    }

    @AfterEach
    void close() {
        home().close();
    }

    private TestHome home() {
        TestHome home = opened;
        if (home == null) {
            throw new AssertionError("not opened");
        }
        return home;
    }

    private static Arrival from(String source, Arrival arrival) {
        return arrival instanceof Arrival.Put put ? new Arrival.Put(put.key(), put.bytes(), source) : arrival;
    }

    private static Arrival incoming(String id, String account, String amount) {
        return Arrival.put("incoming_payment_" + id + ".event",
                "{\"EventTimeStamp\":1,\"TargetAccount\":\"%s\",\"Amount\":\"%s\"}".formatted(account, amount));
    }

    private static PlanRequest select(Set<String> accounts, Set<EventType> types, Set<String> sources) {
        return PlanRequest.DEFAULT.withExclusion(
                ExclusionRequest.of(new Selection(accounts, types, sources, null, null), "ann", "wrong"));
    }

    private Exclusion exclusion(PlanRequest request) {
        Exclusion exclusion = home().plan(request).exclusion();
        if (exclusion == null) {
            throw new AssertionError("nothing was planned");
        }
        return exclusion;
    }

    private static List<String> keys(Exclusion exclusion) {
        return exclusion.events().stream().map(event -> event.key().text()).toList();
    }

    @Test
    void a_source_means_the_attempts_that_it_sent_and_not_what_another_corrected() {
        home().put(List.of(incoming("1", "A", "10.00"), from("kiosk", Payments.withdrawal("1", "A", "900.00")),
                from("counter", Payments.withdrawal("1", "A", "4.00")),
                from("kiosk", Payments.withdrawal("2", "A", "800.00")),
                from("kiosk", Payments.withdrawal("2", "A", "1.00"))));
        home().process();

        Exclusion exclusion = exclusion(select(Set.of(), Set.of(), Set.of("kiosk")));

        assertThat(keys(exclusion)).containsExactly("cash_withdrawal_2.event");
        assertThat(exclusion.left().rejected()).isEqualTo(1);
        home().recover(select(Set.of(), Set.of(), Set.of("kiosk")));
        assertThat(home().accounts()).extracting(Account::available).containsExactly(600L);
        home().assertProven();
    }

    @Test
    void an_account_means_the_answers_to_its_payments_and_transfers_on_either_side() {
        home().put(
                List.of(incoming("1", "A", "10.00"), incoming("2", "B", "10.00"), Payments.outgoing("o1", "A", "1.00"),
                        Payments.outgoing("o2", "B", "1.00"), Payments.paid("o1"), Payments.paid("o2"),
                        Payments.transfer("t1", "A", "B", "2.00"), Payments.transfer("t2", "B", "A", "3.00")));
        home().process();

        assertThat(keys(exclusion(select(Set.of("A"), Set.of(), Set.of())))).containsExactly("incoming_payment_1.event",
                "outgoing_payment_unverified_o1.event", "outgoing_payment_verified_o1.event",
                "inter_account_transfer_t1.event", "inter_account_transfer_t2.event");
        Exclusion paid = exclusion(select(Set.of("A"), Set.of(EventType.OUTGOING_PAYMENT_VERIFIED), Set.of()));
        assertThat(keys(paid)).containsExactly("outgoing_payment_verified_o1.event");
        assertThat(paid.accounts()).singleElement().satisfies(
                account -> assertThat(account.actualAfter() - account.actualBefore()).isEqualTo(100));
    }

    @Test
    void what_accounts_cannot_hold_is_refused_before_anything_is_written_down() {
        List<Arrival> arrivals = new ArrayList<>();
        String most = "1000000000000000";
        for (int i = 0; i < 10; i++) {
            arrivals.add(incoming("" + i, "A", most));
        }
        arrivals.add(Payments.withdrawal("w", "A", most));
        arrivals.add(incoming("again", "A", most));
        home().put(arrivals);
        home().process();

        assertThatThrownBy(() -> home().plan(select(Set.of(), Set.of(EventType.CASH_WITHDRAWAL), Set.of())))
                .isInstanceOf(PlanRefusedException.class).hasMessageContaining("account A");
        assertThat(home().stores().log().exclusions()).isEmpty();
    }

    @Test
    void many_events_take_several_records_and_one_effect() {
        int many = ControlAction.Exclude.MAX_KEYS + 1;
        home().put(Payments.incoming(1, many, 3).stream().map(each -> from("kiosk", each)).toList());
        home().put(List.of(incoming("last", "A-000", "1.00")));
        home().process();

        RecoveryResult result = home().recover(select(Set.of(), Set.of(), Set.of("kiosk")), RecoveryOptions.DEFAULT);

        assertThat(result.outcome()).isEqualTo(RecoveryResult.Outcome.DONE);
        assertThat(home().stores().log().exclusions()).containsExactly(many + 2L, many + 3L);
        assertThat(home().accounts()).extracting(Account::actual).containsExactly(100L, 0L, 0L);
        home().assertProven();
    }

    @Test
    void an_exclusion_ends_a_pause_and_says_so() {
        home().put(Payments.ofEverything());
        home().process();
        home().recover(new PlanRequest(new Target.AtPosition(9), null, false, false));

        PlanRequest request = PlanRequest.DEFAULT.withExclusion(
                ExclusionRequest.of(List.of(EventKey.of("incoming_payment_000001.event")), "ann", "wrong"));
        assertThat(home().plan(request).summary()).contains("the pause at position 9 ends");
        home().recover(request);

        assertThat(home().stores().control().read().pausedAt()).isNull();
        assertThat(home().contents().summary().position()).isEqualTo(home().stores().log().lastPosition());
        home().assertProven();
    }
}
