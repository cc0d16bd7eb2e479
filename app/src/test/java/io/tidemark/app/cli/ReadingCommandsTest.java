package io.tidemark.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.testkit.time.ManualClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadingCommandsTest {
    private static final String DIGEST = "[0-9a-f]{64}";

    @TempDir
    Path folder;

    private final ManualClock clock = ManualClock.atNewYear();
    private Shell shell = new Shell(Path.of(""), clock);

    /// Position 1 arrives at midnight, 2 a minute later, and so on.
    @BeforeEach
    void begin() {
        shell = new Shell(folder.resolve("home"), clock);
        for (String line : List.of(Lines.SALARY, Lines.withdrawal("w1", "1", "30.5"),
                Lines.withdrawal("w2", "1", "500"), Lines.orderTaken("o9"), Lines.payment("p2", "B", "0.05"),
                Lines.order("o1", "1", "20"))) {
            shell.runWithInput(line, "put", "-", "--source", "branch-1").succeeds();
            clock.advance(Duration.ofMinutes(1));
        }
        shell.run("process").succeeds();
    }

    @Test
    void accounts_stand_bytewise_with_two_decimals() {
        assertThat(shell.run("accounts", "--output", "csv").succeeds().lines()).satisfiesExactly(
                header -> assertThat(header).isEqualTo("account,actual,available,sequence,digest"),
                first -> assertThat(first).matches("1,69\\.50,49\\.50,3," + DIGEST),
                second -> assertThat(second).matches("B,0\\.05,0\\.05,1," + DIGEST));
        assertThat(shell.run("accounts", "--output", "csv").text()).endsWith("\n").doesNotContain("\r");
    }

    @Test
    void amounts_are_text_in_json() throws IOException {
        assertThat(Json.array(shell.run("accounts", "--output", "json").succeeds()).getFirst())
                .containsEntry("account", "1").containsEntry("actual", "69.50").containsEntry("sequence", 3L);
    }

    @Test
    void status_tells_events_ledger_and_who_waits_how_long() throws IOException {
        Map<String, @Nullable Object> status = Json.object(shell.run("status", "--output", "json").succeeds());

        assertThat(status).containsEntry("position", 6L).containsEntry("pauses", List.of());
        assertThat(status.get("events")).isEqualTo(Map.of("put", 6L, "processed", 6L, "accepted", 4L, "rejected", 1L,
                "waiting", 1L, "held", 0L, "byCode", Map.of("INSUFFICIENT_FUNDS", 1L), "byBucket",
                Map.of("new", 5L, "archive", 0L, "rejected", 1L)));
        assertThat(String.valueOf(status.get("ledger"))).contains("state=sound", "position=6", "historyComplete=true");
        assertThat(String.valueOf(status.get("restorableRange"))).contains("fromPosition=1",
                "from=2026-01-01T00:00:00.000000Z", "toPosition=6", "to=2026-01-01T00:05:00.000000Z");
        assertThat(String.valueOf(status.get("waiting"))).contains("key=outgoing_payment_verified_o9.event",
                "waitsFor=outgoing_payment_unverified_o9.event", "seconds=180", "forLong=3 min 0 s");
    }

    @Test
    void status_before_anything_was_processed_counts_what_was_put() throws IOException {
        Shell fresh = new Shell(folder.resolve("fresh"), clock);
        fresh.runWithInput(Lines.SALARY, "put", "-").succeeds();

        Map<String, @Nullable Object> status = Json.object(fresh.run("status", "--output", "json").succeeds());

        assertThat(String.valueOf(status.get("events"))).contains("put=1", "processed=0");
        assertThat(String.valueOf(status.get("ledger"))).contains("state=empty");
        assertThat(fresh.run("accounts", "--output", "csv").succeeds().lines()).hasSize(1);
        assertThat(fresh.run("event", "incoming_payment_salary.event", "--output", "json").succeeds().text())
                .contains("\"state\": \"new\"");
        fresh.run("account", "1").fails(4, "unknown");
    }

    @Test
    void an_accepted_event_names_its_accounts_with_sequences() throws IOException {
        Map<String, @Nullable Object> report = Json
                .object(shell.run("event", "cash_withdrawal_w1.event", "--output", "json").succeeds());

        assertThat(report).containsOnlyKeys("key", "state", "accounts", "attempts", "history")
                .containsEntry("key", "cash_withdrawal_w1.event").containsEntry("state", "accepted")
                .containsEntry("accounts", List.of(Map.of("account", "1", "sequence", 2L)));
        assertThat(String.valueOf(report.get("attempts"))).contains("version=1", "position=2",
                "arrived=2026-01-01T00:01:00.000000Z", "source=branch-1", "bucket=new", "state=accepted");
    }

    @Test
    void a_rejected_event_has_a_code_and_a_reason() throws IOException {
        Map<String, @Nullable Object> report = Json
                .object(shell.run("event", "cash_withdrawal_w2.event", "--output", "json").succeeds());

        assertThat(report).containsOnlyKeys("key", "state", "code", "reason", "accounts", "attempts", "history")
                .containsEntry("state", "rejected").containsEntry("code", "INSUFFICIENT_FUNDS")
                .containsEntry("accounts", List.of());
        assertThat(String.valueOf(report.get("attempts"))).contains("bucket=rejected");
    }

    @Test
    void unknown_keys_and_accounts_are_named() {
        shell.run("event", "cash_withdrawal_w7.event").fails(4, "cash_withdrawal_w7.event");
        shell.run("event", "../../etc/passwd").fails(4, "../../etc/passwd");
        shell.run("cat", "cash_withdrawal_w7.event").fails(4, "cash_withdrawal_w7.event");
        shell.run("cat", "cash_withdrawal_w1.event", "--attempt", "2").fails(4, "no attempt 2");
        shell.run("account", "77").fails(4, "account 77 is unknown");
    }

    @Test
    void an_account_is_shown_as_it_was_at_a_time_a_position_or_a_sequence() {
        for (String[] asked : new String[][] {{"--at", "2026-01-01T00:01:00Z"}, {"--at", "position:5"},
                {"--at", "2026-01-01T01:04:59.999999+01:00"}, {"--at-sequence", "2"}}) {
            assertThat(shell.run("account", "1", asked[0], asked[1], "--output", "csv").succeeds().lines().get(1))
                    .as(String.join(" ", asked)).matches("1,1,69\\.50,69\\.50,2," + DIGEST);
        }
        assertThat(shell.run("account", "1", "--output", "csv").succeeds().lines().get(1))
                .matches("1,1,69\\.50,49\\.50,3," + DIGEST);
    }

    @Test
    void the_digest_of_the_past_is_the_one_that_was_shown_then() {
        String digestNow = shell.run("account", "1", "--output", "csv").lines().get(1).split(",", -1)[5];

        assertThat(shell.run("account", "1", "--at-sequence", "3", "--output", "csv").lines().get(1).split(",", -1)[5])
                .isEqualTo(digestNow);
    }

    @Test
    void an_account_that_was_not_open_then_is_not_made_up() {
        shell.run("account", "B", "--at", "position:4").fails(4, "was not open then");
        shell.run("account", "1", "--at-sequence", "9").fails(4, "no entry 9");
        shell.run("account", "1", "--at", "yesterday").fails(2, "yesterday");
        shell.run("account", "1", "--at", "2026-01-01T00:00:00").fails(2, "--at");
        shell.run("account", "1", "--at", "position:1", "--at-sequence", "1").fails(2, "mutually exclusive");
    }

    @Test
    void a_statement_lists_the_entries_up_to_the_moment() throws IOException {
        assertThat(shell.run("account", "1", "--statement", "--at", "position:2", "--output", "csv").succeeds().lines())
                .satisfiesExactly(
                        header -> assertThat(header).isEqualTo("sequence,time,key,status,actualEffect,availableEffect,"
                                + "actual,available,position,decidedAt"),
                        first -> assertThat(first).isEqualTo("1,2023-11-14T22:13:20Z,incoming_payment_salary.event,"
                                + "VERIFIED,100.00,100.00,100.00,100.00,1,1"),
                        second -> assertThat(second).isEqualTo("2,2023-11-14T22:13:21Z,cash_withdrawal_w1.event,"
                                + "VERIFIED,-30.50,-30.50,69.50,69.50,2,2"));
        assertThat(Json.object(shell.run("account", "1", "--statement", "--output", "json").succeeds()).get("entries"))
                .asInstanceOf(InstanceOfAssertFactories.LIST).hasSize(3);
    }

    @Test
    void buckets_are_listed_by_name_prefix_and_number() throws IOException {
        assertThat(Json.array(shell.run("ls", "--bucket", "rejected", "--output", "json").succeeds()))
                .extracting(item -> item.get("key")).containsExactly("cash_withdrawal_w2.event");
        assertThat(Json.array(shell.run("ls", "--bucket", "archive", "--output", "json").succeeds())).isEmpty();
        assertThat(shell.run("ls", "--prefix", "cash_", "--output", "csv").succeeds().lines()).hasSize(3);
        assertThat(shell.run("ls", "--bucket", "new", "--limit", "2", "--output", "csv").succeeds().lines()).hasSize(3);
        shell.run("ls", "--bucket", "attic").fails(2, "--bucket");
        shell.run("ls", "--limit", "-1").fails(2, "--limit");
    }

    @Test
    void cat_gives_the_bytes_of_any_attempt() {
        shell.runWithInput(Lines.payment("salary", "1", "999.00"), "put", "-").succeeds();

        assertThat(shell.run("cat", "incoming_payment_salary.event").succeeds().text()).contains("\"999.00\"");
        assertThat(shell.run("cat", "incoming_payment_salary.event", "--attempt", "1").succeeds().text())
                .contains("\"100.00\"");
    }

    @Test
    void tables_are_aligned_and_harmless_to_a_terminal() {
        shell.runWithInput("{\"key\": \"x.event\", \"body\": {}, \"source\": \"a\\u001b[2Jb\"}", "put", "-").succeeds();

        assertThat(shell.run("ls").succeeds().text()).contains("a\\u001b[2Jb").doesNotContain("\u001b");
    }
}
