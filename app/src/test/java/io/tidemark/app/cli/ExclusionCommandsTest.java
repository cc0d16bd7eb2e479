package io.tidemark.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.port.ControlAction;
import io.tidemark.embedded.EmbeddedHome;
import io.tidemark.testkit.time.ManualClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A channel sent wrong events for two hours; they are taken out, and everybody else keeps their day.
class ExclusionCommandsTest {
    private static final String[] TWO_HOURS = {"--exclude", "--source", "kiosk", "--from", "2026-01-01T02:00:00Z",
            "--to",
            "2026-01-01T04:00:00Z"};

    @TempDir
    Path folder;

    private final ManualClock clock = ManualClock.atNewYear();
    private Shell shell = new Shell(Path.of(""), clock);

    /// The day: the kiosk is right at first, wrong from two to four, and right again; the counter is right all day.
    @BeforeEach
    void begin() {
        shell = new Shell(folder.resolve("home"), clock);
        put("counter", Lines.SALARY, Lines.payment("p2", "2", "50.00"), Lines.payment("p3", "3", "10.00"));
        put("kiosk", Lines.payment("k1", "2", "1.00"));
        shell.run("process").succeeds();
        shell.run("snapshot", "create").succeeds();
        clock.advance(Duration.ofHours(2));
        put("kiosk", Lines.payment("wrong1", "2", "500.00"), transfer("wrong2", "1", "4", "1.00"),
                Lines.order("wrong3", "1", "60.00"),
                Lines.line("cash_deposit_wrong4", "{\"EventTimeStamp\": 1700000000,"
                        + " \"TargetAccount\": \"4\", \"Amount\": \"8.00\"}"),
                transfer("wrong5", "1", "4", "2.00"), Lines.orderTaken("later"));
        put("counter", Lines.withdrawal("w1", "2", "70.00"), Lines.withdrawal("w2", "1", "50.00"),
                Lines.orderTaken("wrong3"), Lines.withdrawal("w3", "3", "4.00"));
        clock.advance(Duration.ofHours(3));
        put("kiosk", Lines.payment("k2", "3", "2.00"));
        shell.run("process").succeeds();
        shell.run("snapshot", "create").succeeds();
        put("counter", Lines.payment("p4", "3", "0.50"));
    }

    private void put(String source, String... lines) {
        for (String line : lines) {
            shell.runWithInput(line, "put", "-", "--source", source).succeeds();
            clock.advance(Duration.ofMinutes(1));
        }
    }

    private static String transfer(String id, String from, String to, String amount) {
        return Lines.line("inter_account_transfer_" + id,
                "{\"EventTimeStamp\": 1700000004, \"SourceAccount\": \"" + from
                        + "\", \"TargetAccount\": \"" + to + "\", \"Amount\": \"" + amount + "\"}");
    }

    private Map<String, List<String>> accounts() {
        Map<String, List<String>> accounts = new TreeMap<>();
        shell.run("accounts", "--output", "csv").succeeds().lines().stream().skip(1)
                .map(line -> List.of(line.split(",")))
                .forEach(fields -> accounts.put(fields.getFirst(), fields));
        return accounts;
    }

    private Shell.Run exclude(String... more) {
        return shell
                .run(Stream.of(Stream.of("recover", "--yes", "--output", "json"), Stream.of(TWO_HOURS), Stream.of(more))
                        .flatMap(each -> each).toArray(String[]::new));
    }

    @SuppressWarnings("unchecked") // what plans say is known
    private static List<Map<String, @Nullable Object>> list(@Nullable Object exclusion, String member) {
        Map<String, Object> members = (Map<String, Object>) Objects.requireNonNull(exclusion);
        return (List<Map<String, @Nullable Object>>) Objects.requireNonNull(members.get(member));
    }

    @Test
    void the_preview_is_what_recovery_then_does_and_nobody_else_notices() throws IOException {
        Object planned = Json.object(shell.run(Stream.concat(Stream.of("plan", "--preview", "--output", "json"),
                Stream.of(TWO_HOURS)).toArray(String[]::new)).succeeds()).get("exclusion");
        shell.run("process").succeeds();
        Map<String, List<String>> before = accounts();

        Map<String, @Nullable Object> result = Json
                .object(exclude("--prove", "--reason", "the kiosk was on test data").succeeds());

        assertThat(result).containsEntry("outcome", "DONE");
        assertThat(String.valueOf(result.get("proof"))).contains("unchanged={position=16, accounts=1, concerned=3}");
        Map<String, List<String>> after = accounts();
        List<Map<String, @Nullable Object>> reached = list(planned, "accounts");
        assertThat(reached).extracting(account -> account.get("account")).containsExactly("1", "2", "4");
        for (Map<String, @Nullable Object> account : reached) {
            String number = String.valueOf(account.get("account"));
            assertThat(before.remove(number)).startsWith(number, String.valueOf(account.get("actualBefore")),
                    String.valueOf(account.get("availableBefore")));
            assertThat(after.remove(number)).startsWith(number, String.valueOf(account.get("actualAfter")),
                    String.valueOf(account.get("availableAfter")));
        }
        assertThat(after).isEqualTo(before).containsOnlyKeys("3");
        shell.run("verify").succeeds();
    }

    @Test
    void the_plan_names_shortfalls_refusals_that_would_pass_and_what_goes_along() throws IOException {
        Object exclusion = Json.object(shell.run(Stream.concat(Stream.of("plan", "--output", "json"),
                Stream.of(TWO_HOURS)).toArray(String[]::new)).succeeds()).get("exclusion");

        assertThat(list(exclusion, "events")).extracting(event -> event.get("key") + " " + event.get("withOriginal"))
                .containsExactly("incoming_payment_wrong1.event false",
                        "outgoing_payment_unverified_wrong3.event false", "cash_deposit_wrong4.event false",
                        "inter_account_transfer_wrong5.event false", "outgoing_payment_verified_wrong3.event true");
        assertThat(list(exclusion, "shortfalls")).singleElement().satisfies(shortfall -> assertThat(shortfall)
                .containsEntry("account", "2").containsEntry("key", "cash_withdrawal_w1.event")
                .containsEntry("lowest", "-19.00"));
        assertThat(list(exclusion, "candidates")).singleElement().satisfies(candidate -> assertThat(candidate)
                .containsEntry("key", "cash_withdrawal_w2.event").containsEntry("code", "INSUFFICIENT_FUNDS"));
        assertThat(String.valueOf(exclusion)).contains("waitsEnded=[outgoing_payment_verified_later.event]",
                "rejected=1");
        String table = shell.run(Stream.concat(Stream.of("plan", "--preview"), Stream.of(TWO_HOURS))
                .toArray(String[]::new)).succeeds().text();
        assertThat(table).contains("5 events lose their effect", "3 accounts", "-19.00");
    }

    @Test
    void neither_processing_nor_a_recovery_from_nothing_brings_the_events_back() throws IOException {
        exclude("--reason", "test data").succeeds();
        Map<String, List<String>> without = accounts();
        assertThat(without.get("2")).startsWith("2", "-19.00", "-19.00");

        put("counter", Lines.payment("p5", "2", "20.00"));
        shell.run("process").succeeds();
        Map<String, List<String>> later = accounts();
        assertThat(later.get("2")).startsWith("2", "1.00", "1.00");
        shell.run("snapshot", "create").succeeds();
        shell.loseTheLedger();
        shell.run("recover", "--yes", "--prove").succeeds();
        assertThat(accounts()).isEqualTo(later);
        shell.loseTheLedger();
        shell.run("recover", "--yes", "--rebuild", "--prove").succeeds();

        assertThat(accounts()).isEqualTo(later);
        shell.run("verify").succeeds();
        assertThat(exclude("--reason", "again").succeeds().text()).contains("There is nothing to exclude",
                "NOTHING_TO_DO");
    }

    @Test
    void an_excluded_event_is_shown_as_such_where_it_stands() throws IOException {
        exclude("--reason", "test data", "--operator", "ann").succeeds();

        Map<String, @Nullable Object> event = Json
                .object(shell.run("event", "incoming_payment_wrong1.event", "--output", "json").succeeds());
        assertThat(event).containsEntry("state", "accepted");
        assertThat(String.valueOf(event.get("history"))).contains("what=excluded", "exclude by ann: test data");
        assertThat(shell.run("event", "outgoing_payment_verified_wrong3.event").succeeds().text())
                .contains("exclude by ann: test data");
        assertThat(shell.run("account", "2", "--statement", "--output", "csv").succeeds().lines())
                .anySatisfy(line -> assertThat(line)
                        .contains("incoming_payment_wrong1.event,EXCLUDED,0.00,0.00,51.00,51.00"));
        assertThat(shell.run("event", "outgoing_payment_verified_later.event").succeeds().text())
                .contains("REJECTED_BY_OPERATOR", "exclude by ann");
        assertThat(accounts().get("4")).startsWith("4", "0.00", "0.00", "2");
    }

    @Test
    void a_refusal_that_would_pass_passes_when_it_is_retried() throws IOException {
        exclude("--reason", "test data").succeeds();

        shell.run("retry", "cash_withdrawal_w2.event", "--reason", "covered without the kiosk").succeeds();

        assertThat(accounts().get("1")).startsWith("1", "50.00", "50.00");
        shell.run("verify").succeeds();
    }

    @Test
    void what_comes_for_an_excluded_event_later_is_refused() throws IOException {
        exclude("--reason", "test data").succeeds();

        put("kiosk", Lines.payment("wrong1", "2", "5.00"), Lines.line("verify_cash_deposit_wrong4",
                "{\"EventTimeStamp\": 1700000000, \"TargetAccount\": \"4\", \"Amount\": \"8.00\","
                        + " \"VerifiedByEmployeeId\": \"e\", \"FinalFinding\": \"ok\"}"));
        shell.run("process").succeeds();

        assertThat(shell.run("event", "incoming_payment_wrong1.event").succeeds().text()).contains("KEY_CONFLICT");
        assertThat(shell.run("event", "verify_cash_deposit_wrong4.event").succeeds().text())
                .contains("ALREADY_SETTLED", "cash_deposit_wrong4.event was excluded");
        shell.run("verify").succeeds();
    }

    @Test
    void keys_in_a_file_are_excluded_and_unknown_ones_are_named_with_their_line() throws IOException {
        Path wrong = shell.file("wrong.txt", "incoming_payment_k1.event", "", "incoming_payment_nobody.event",
                "nonsense");
        Shell.Run run = shell.run("recover", "--yes", "--exclude", wrong.toString(), "--reason", "x");
        assertThat(run.code()).isEqualTo(4);
        assertThat(run.err()).contains(wrong + ":3: incoming_payment_nobody.event", wrong + ":4: nonsense",
                "nothing was changed");
        Path right = shell.file("right.txt", "incoming_payment_k1.event", "inter_account_transfer_wrong2.event",
                "incoming_payment_k1.event");

        assertThat(Json.object(shell.run("recover", "--yes", "--exclude", right.toString(), "--reason", "x", "--output",
                "json").succeeds())).containsEntry("outcome", "DONE");

        assertThat(accounts().get("2")).startsWith("2", "480.00");
        Shell.Run again = shell.run("plan", "--exclude", right.toString(), "--output", "json").succeeds();
        assertThat(String.valueOf(Json.object(again).get("exclusion"))).contains("keys=0", "rejected=1",
                "alreadyExcluded=1");
        shell.run("verify").succeeds();
    }

    @Test
    void filters_alone_show_what_is_meant_and_recover_wants_to_know_what_for() throws IOException {
        assertThat(Json.object(shell.run("plan", "--source", "kiosk", "--output", "json").succeeds()).get("matches"))
                .hasToString("{attempts=8, toReplay=0, byType={cash_deposit=1, incoming_payment=3,"
                        + " inter_account_transfer=2, outgoing_payment_unverified=1, outgoing_payment_verified=1},"
                        + " bySource={kiosk=8}}");
        shell.loseTheLedger();
        assertThat(String.valueOf(Json.object(shell.run("plan", "--account", "3", "--output", "json").succeeds())
                .get("matches"))).contains("attempts=4, toReplay=1");

        shell.run("recover", "--yes", "--source", "kiosk").fails(2, "--exclude");
        shell.run("recover", "--yes", "--exclude", "--reason", "x").fails(2, "--source");
        shell.run("recover", "--yes", "--exclude", "--source", "kiosk").fails(2, "--reason");
        shell.run("recover", "--yes", "--reason", "x").fails(2, "--exclude");
        shell.run("plan", "--exclude", "--type", "nonsense").fails(2, "there is no type nonsense");
        shell.run("plan", "--exclude", "--from", "position:3").fails(2, "arrival");
        shell.run("plan", "--exclude", "keys.txt", "--source", "kiosk").fails(2, "keys.txt");
        shell.run("plan", "--preview").fails(2, "--exclude");
    }

    @Test
    void a_crash_before_the_cut_over_leaves_a_ledger_that_waits_for_a_recovery() throws IOException {
        shell.run("process").succeeds();
        try (EmbeddedHome home = EmbeddedHome.create(shell.home(), clock)) {
            home.stores().log().control(
                    new ControlAction.Exclude(List.of(EventKey.of("incoming_payment_wrong1.event")), 1, 1), "ann",
                    "wrong");
        }
        put("counter", Lines.payment("p5", "3", "1.00"));

        shell.run("process").fails(5, "`tidemark recover` takes them out");
        assertThat(String.valueOf(Json.object(shell.run("status", "--output", "json").succeeds()).get("ledger")))
                .contains("state=exclusion-due");
        assertThat(accounts().get("2")).startsWith("2", "481.00");
        assertThat(Json.object(shell.run("plan", "--output", "json").succeeds())).containsEntry("action", "RECOVER");
        Map<String, @Nullable Object> result = Json
                .object(shell.run("recover", "--yes", "--prove", "--output", "json").succeeds());

        assertThat(String.valueOf(result.get("proof"))).contains("unchanged={position=16, accounts=3, concerned=1}");
        assertThat(accounts().get("2")).startsWith("2", "-19.00");
        shell.run("process").succeeds();
        shell.run("verify").succeeds();
    }
}
