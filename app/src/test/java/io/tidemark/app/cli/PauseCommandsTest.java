package io.tidemark.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.testkit.time.ManualClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jspecify.annotations.Nullable;

/// Single accounts of a home are paused and go on.
class PauseCommandsTest {
    @TempDir
    Path folder;
    private final ManualClock clock = ManualClock.atNewYear();
    private Shell shell = new Shell(Path.of(""), clock);

    /// Accounts `1` with 100.00 and `2` with 7.00, and `1` paused.
    @BeforeEach
    void begin() {
        shell = new Shell(folder.resolve("home"), clock);
        shell.put(Lines.SALARY, Lines.payment("p2", "2", "7.00"), Lines.order("o1", "1", "20.00"));
        shell.run("process").succeeds();
        shell.run("pause", "1", "--reason", "looks wrong").succeeds();
    }

    private Map<String, @Nullable Object> json(String... command) throws IOException {
        List<String> words = new ArrayList<>(List.of(command));
        words.addAll(List.of("--output", "json"));
        return Json.object(shell.run(words.toArray(String[]::new)).succeeds());
    }

    private String balance(String account) throws IOException {
        return String.valueOf(json("account", account).get("actual"));
    }

    /// A withdrawal from it, a follow-up of a payment on it, a transfer to it: held. A payment to another account: not.
    private void putSomeThatAreHeld() {
        shell.put(Lines.withdrawal("w1", "1", "90.00"), Lines.orderTaken("o1"),
                Lines.line("inter_account_transfer_t1", "{\"EventTimeStamp\": 1700000004, \"SourceAccount\": \"2\","
                        + " \"TargetAccount\": \"1\", \"Amount\": \"5.00\"}"),
                Lines.withdrawal("w2", "2", "1.00"), Lines.withdrawal("w3", "1", "80.00"));
    }

    @Test
    void what_touches_a_paused_account_is_held_and_all_others_go_on() throws IOException {
        putSomeThatAreHeld();
        Shell.Run process = shell.run("process", "--output", "json").succeeds();

        assertThat(Json.object(process)).containsEntry("processed", 1L).containsEntry("accepted", 1L);
        assertThat(process.err()).contains("1 account is paused");
        assertThat(balance("1")).isEqualTo("100.00");
        assertThat(balance("2")).isEqualTo("6.00");
        assertThat(json("account", "1")).containsEntry("paused", true);
        assertThat(json("account", "2")).doesNotContainKey("paused");
        Map<String, @Nullable Object> status = json("status");
        assertThat(status).containsEntry("pauses", List.of(Map.of("account", "1", "held", 4L)));
        assertThat(String.valueOf(status.get("events"))).contains("processed=4", "held=4");
        assertThat(json("event", "cash_withdrawal_w1.event")).containsEntry("state", "new").containsEntry("held",
                "account 1 is paused");
        assertThat(shell.run("doctor").exits(5).text()).contains("paused is account 1, with 4 attempts held",
                "tidemark resume 1", "docs/recovery.md#processing-is-paused");
    }

    @Test
    void what_was_held_is_judged_when_the_account_goes_on_in_the_order_in_which_it_arrived() throws IOException {
        putSomeThatAreHeld();
        shell.run("process").succeeds();
        clock.advance(Duration.ofHours(1));

        assertThat(json("resume", "1", "--reason", "looked at")).containsEntry("resumed", true)
                .containsEntry("accounts", List.of("1"));

        // 80.00 are available: 90.00 are too much, and after the transfer of 5.00 there is enough for 80.00.
        assertThat(json("event", "cash_withdrawal_w1.event")).containsEntry("code", "INSUFFICIENT_FUNDS");
        assertThat(json("event", "cash_withdrawal_w3.event")).containsEntry("state", "accepted");
        assertThat(json("event", "outgoing_payment_verified_o1.event")).containsEntry("state", "accepted")
                .doesNotContainKey("held");
        assertThat(balance("1")).isEqualTo("5.00");
        assertThat(balance("2")).isEqualTo("1.00");
        assertThat(json("status")).containsEntry("pauses", List.of());
        assertThat(shell.run("verify").succeeds().text()).isNotEmpty();
    }

    @Test
    void a_pause_is_said_once_and_so_is_its_end() throws IOException {
        assertThat(json("pause", "1", "nobody")).containsEntry("accounts", List.of("nobody"))
                .containsEntry("alreadyPaused", List.of("1"));
        assertThat(shell.run("pause", "later").succeeds().err()).contains("account later is not open yet");
        shell.put(Lines.payment("p3", "later", "3.00"));
        shell.run("process").succeeds();
        shell.run("account", "later").fails(4, "it is paused");

        assertThat(json("resume", "2", "later")).containsEntry("accounts", List.of("later")).containsEntry("notPaused",
                List.of("2"));
        assertThat(balance("later")).isEqualTo("3.00");
        assertThat(json("resume", "2")).containsEntry("resumed", false);
        shell.run("resume").fails(2, "name the accounts");
        shell.run("resume", "1", "--forward").fails(2, "name no accounts");
        shell.run("pause", "no such account").fails(2, "no account has the number");
    }

    @Test
    void an_operator_retries_nothing_on_a_paused_account() throws IOException {
        shell.run("resume", "1").succeeds();
        shell.put(Lines.withdrawal("w1", "1", "500.00"));
        shell.run("process").succeeds();
        shell.run("pause", "1").succeeds();

        shell.run("retry", "cash_withdrawal_w1.event", "--reason", "again").fails(5, "account 1 is paused",
                "tidemark resume 1");
        shell.run("resume", "1").succeeds();
        assertThat(json("retry", "cash_withdrawal_w1.event", "--reason", "again")).containsEntry("code",
                "INSUFFICIENT_FUNDS");
    }

    @Test
    void accounts_cannot_be_paused_while_everything_is() throws IOException {
        shell.run("pause").succeeds();

        shell.run("pause", "2").fails(5, "processing is paused", "resume --forward");
        shell.run("resume", "1").fails(5, "processing is paused", "resume --forward");
        shell.run("resume", "--forward").succeeds();
        shell.run("resume", "1").succeeds();
    }

    @Test
    void a_recovery_keeps_what_is_paused_and_held_and_the_ledger_is_proven() throws IOException {
        putSomeThatAreHeld();
        shell.run("process").succeeds();
        String before = shell.run("accounts", "--output", "csv").succeeds().text();
        for (List<String> how : List.of(List.of("recover", "--yes", "--rebuild", "--prove"),
                List.of("recover", "--yes", "--prove"))) {
            shell.loseTheLedger();
            shell.run(how.toArray(String[]::new)).succeeds();
            assertThat(shell.run("accounts", "--output", "csv").succeeds().text()).isEqualTo(before);
            assertThat(json("status")).containsEntry("pauses", List.of(Map.of("account", "1", "held", 4L)));
            shell.run("verify").succeeds();
            shell.run("snapshot", "create").succeeds();
        }
        shell.run("resume", "1").succeeds();

        assertThat(balance("1")).isEqualTo("5.00");
        shell.run("verify").succeeds();
    }

    @Test
    void what_is_held_does_not_expire() throws IOException {
        putSomeThatAreHeld();
        shell.run("process").succeeds();
        clock.advance(Duration.ofDays(2));

        assertThat(json("expire")).containsEntry("undecided", 4L);
        shell.run("resume", "1").succeeds();
        assertThat(String.valueOf(json("expire"))).contains("undecided=0");
    }
}
