package io.tidemark.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.testkit.time.ManualClock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessCommandTest {
    @TempDir
    Path folder;

    private Shell shell = new Shell(Path.of(""), ManualClock.atNewYear());

    @BeforeEach
    void begin() {
        shell = new Shell(folder.resolve("home"), ManualClock.atNewYear());
    }

    private void process() {
        shell.run("process").succeeds();
    }

    private Map<String, @Nullable Object> event(String key) throws IOException {
        return Json.object(shell.run("event", key + ".event", "--output", "json").succeeds());
    }

    @Test
    void rejections_are_counted_by_code_and_are_no_failure() throws IOException {
        shell.put(Lines.SALARY, Lines.withdrawal("w1", "1", "60"), Lines.withdrawal("w2", "1", "60"),
                Lines.withdrawal("w3", "2", "1"), Lines.orderTaken("o1"));

        assertThat(Json.object(shell.run("process", "--output", "json").succeeds())).isEqualTo(
                Map.of("processed", 5L, "accepted", 2L, "rejected", 2L, "byCode",
                        Map.of("INSUFFICIENT_FUNDS", 1L, "UNKNOWN_ACCOUNT", 1L), "waiting", 1L, "duplicates", 0L,
                        "position", 5L));
    }

    @Test
    void a_second_run_finds_nothing_to_do() throws IOException {
        shell.put(Lines.SALARY);
        process();

        assertThat(Json.object(shell.run("process", "--output", "json").succeeds())).containsEntry("processed", 0L)
                .containsEntry("position", 1L);
    }

    @Test
    void other_bytes_under_an_accepted_key_are_a_conflict_and_the_first_stands() throws IOException {
        shell.put(Lines.SALARY, Lines.payment("salary", "1", "999.00"));
        process();

        assertThat(event("incoming_payment_salary")).containsEntry("state", "accepted").doesNotContainKey("code")
                .containsEntry("accounts", List.of(Map.of("account", "1", "sequence", 1L)));
        assertThat(shell.run("accounts", "--output", "csv").lines().get(1)).startsWith("1,100.00,100.00,1,");
        assertThat(shell.run("status", "--output", "json").text()).contains("\"KEY_CONFLICT\": 1");
    }

    @Test
    void other_bytes_under_a_waiting_key_are_a_conflict_and_the_first_goes_on_waiting() throws IOException {
        shell.put(Lines.orderTaken("o1"), Lines.line("outgoing_payment_verified_o1", "{\"EventTimeStamp\": 1}"));
        process();

        assertThat(event("outgoing_payment_verified_o1")).containsEntry("state", "waiting");
        assertThat(shell.run("status", "--output", "json").text()).contains("\"KEY_CONFLICT\": 1");
    }

    @Test
    void other_bytes_under_a_rejected_key_are_judged_afresh() throws IOException {
        shell.put(Lines.withdrawal("w1", "1", "10"), Lines.SALARY, Lines.withdrawal("w1", "1", "10.00"));
        process();

        assertThat(event("cash_withdrawal_w1")).containsEntry("state", "accepted").containsEntry("accounts",
                List.of(Map.of("account", "1", "sequence", 2L)));
    }

    @Test
    void an_original_releases_the_follow_up_that_came_first() throws IOException {
        shell.put(Lines.SALARY, Lines.orderTaken("o1"));
        process();
        assertThat(event("outgoing_payment_verified_o1")).containsEntry("state", "waiting");

        shell.put(Lines.order("o1", "1", "40"));
        process();

        Map<String, @Nullable Object> report = event("outgoing_payment_verified_o1");
        assertThat(report).containsEntry("state", "accepted").containsEntry("accounts",
                List.of(Map.of("account", "1", "sequence", 3L)));
        assertThat(String.valueOf(report.get("history")))
                .contains("cause=the outcome of outgoing_payment_unverified_o1.event");
        assertThat(shell.run("accounts", "--output", "csv").lines().get(1)).startsWith("1,60.00,60.00,3,");
    }

    @Test
    void a_retry_judges_a_rejected_event_again_and_is_remembered_with_its_reason() throws IOException {
        shell.put(Lines.withdrawal("w1", "1", "10"), Lines.SALARY);

        Map<String, @Nullable Object> report = Json.object(shell.run("retry", "cash_withdrawal_w1.event", "--reason",
                "the salary came late", "--operator", "Ann", "--output", "json").succeeds());

        assertThat(report).containsEntry("state", "accepted");
        assertThat(String.valueOf(report.get("history"))).contains("what=rejected",
                "cause=retry by Ann: the salary came late");
        assertThat(shell.run("status", "--output", "csv").lines()).contains("position,3", "events.put,2",
                "events.accepted,2");
    }

    @Test
    void a_retry_that_fails_again_says_so() throws IOException {
        shell.put(Lines.withdrawal("w1", "1", "10"));

        assertThat(Json.object(
                shell.run("retry", "cash_withdrawal_w1.event", "--reason", "hope", "--output", "json").succeeds()))
                .containsEntry("state", "rejected").containsEntry("code", "UNKNOWN_ACCOUNT");
    }

    @Test
    void reject_ends_a_wait() throws IOException {
        shell.put(Lines.orderTaken("o1"));

        assertThat(Json.object(shell.run("reject", "outgoing_payment_verified_o1.event", "--reason", "never came",
                "--output", "json").succeeds())).containsEntry("state", "rejected").containsEntry("code",
                        "REJECTED_BY_OPERATOR");
        assertThat(shell.run("ls", "--bucket", "rejected", "--output", "csv").lines()).hasSize(2);
    }

    @Test
    void a_key_is_told_by_the_attempt_that_was_judged_and_not_by_one_that_came_while_it_waited() throws IOException {
        shell.put(Lines.orderTaken("o1"),
                Lines.line("outgoing_payment_verified_o1", "{\"EventTimeStamp\": 1700000009}"));

        assertThat(Json.object(shell.run("reject", "outgoing_payment_verified_o1.event", "--reason", "never came",
                "--output", "json").succeeds())).containsEntry("code", "REJECTED_BY_OPERATOR");
        assertThat(String.valueOf(Json.object(shell.run("event", "outgoing_payment_verified_o1.event", "--output",
                "json")).get("attempts"))).contains("REJECTED_BY_OPERATOR", "KEY_CONFLICT");
    }

    @Test
    void decisions_about_keys_that_do_not_stand_so_change_nothing() {
        shell.put(Lines.SALARY, Lines.orderTaken("o1"));

        shell.run("retry", "incoming_payment_salary.event", "--reason", "x").fails(4, "does not stand rejected",
                "accepted");
        shell.run("reject", "incoming_payment_salary.event", "--reason", "x").fails(4, "does not stand waiting");
        shell.run("retry", "outgoing_payment_verified_o1.event", "--reason", "x").fails(4, "waiting");
        shell.run("retry", "cash_deposit_unknown.event", "--reason", "x").fails(4, "no event was put");
        shell.run("reject", "not a key", "--reason", "x").fails(4, "no event was put");
        shell.run("retry", "incoming_payment_salary.event").fails(2, "--reason");
        shell.run("retry", "incoming_payment_salary.event", "--reason", " ").fails(2, "--reason");

        assertThat(shell.run("status", "--output", "csv").lines()).contains("position,2");
    }

    @Test
    void shares_out_of_range_are_a_matter_of_usage() {
        shell.put(Lines.SALARY);

        shell.run("process", "--batch", "0").fails(2, "--batch");
        shell.run("process", "--threads", "0").fails(2, "--threads");
        shell.run("process", "--inbox", "x").fails(2, "--follow");
    }
}
