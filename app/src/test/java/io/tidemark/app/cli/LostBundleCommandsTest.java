package io.tidemark.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.testkit.time.ManualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// One event in a hundred of a bundle is lost, and the ledger too: it is recovered without them.
class LostBundleCommandsTest {
    private static final String BUNDLE = "2026-01-01-000001";
    private static final int ACCOUNTS = 299;
    /// Events are so long that a part of the bundle holds two, and the first one a short one too: a hundredth of all.
    private static final String LONG = "x".repeat(33_000);

    @TempDir
    Path folder;

    private final ManualClock clock = ManualClock.atNewYear();
    private Shell shell = new Shell(Path.of(""), clock);
    private String before = "";

    /// An account an event, 299 of them, and an event without one, in one bundle of many parts. Then a transfer from an account of the first part to one of the last,
    /// a withdrawal from each of these.
    @BeforeEach
    void begin() {
        shell = new Shell(folder.resolve("home"), clock);
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < ACCOUNTS; i++) {
            lines.add(Lines.line("incoming_payment_p" + i, "{\"EventTimeStamp\": 1700000000, \"TargetAccount\": \"a" + i
                    + "\", \"Amount\": \"100.00\", \"Reference\": \"" + LONG + "\"}"));
        }
        // Refused before any account is looked at.
        lines.add(1, Lines.line("incoming_payment_bad", "{\"EventTimeStamp\": 1700000000}"));
        shell.put(lines.toArray(String[]::new));
        shell.run("process").succeeds();
        clock.advance(Duration.ofDays(2));
        shell.run("expire", "--older-than", "1h").succeeds();
        shell.run("bundle").succeeds();
    }

    private void goOn() {
        shell.put(transfer("t1", "a0", "a169", "10.00"), Lines.withdrawal("w1", "a1", "1.00"),
                Lines.withdrawal("w2", "a80", "2.00"), Lines.withdrawal("w3", "a168", "3.00"));
        shell.run("process").succeeds();
        before = accounts();
    }

    private static String transfer(String id, String from, String to, String amount) {
        return Lines.line("inter_account_transfer_" + id,
                "{\"EventTimeStamp\": 1700000004, \"SourceAccount\": \"" + from
                        + "\", \"TargetAccount\": \"" + to + "\", \"Amount\": \"" + amount + "\"}");
    }

    private String accounts() {
        return shell.run("accounts", "--output", "csv").succeeds().text();
    }

    private Path file() {
        return shell.home().resolve("events/bundles/dt=2026-01-01").resolve(BUNDLE + ".ndjson.zst");
    }

    /// A byte in the first part is wrong: what is in the others can be read.
    ///
    /// @return the bytes as they were
    private byte[] garble() throws IOException {
        byte[] bytes = Files.readAllBytes(file());
        byte[] wrong = bytes.clone();
        wrong[200] ^= 1;
        Files.write(file(), wrong);
        return bytes;
    }

    private Map<String, @Nullable Object> json(String... command) throws IOException {
        List<String> words = new ArrayList<>(List.of(command));
        words.addAll(List.of("--output", "json"));
        return Json.object(shell.run(words.toArray(String[]::new)));
    }

    /// The lines of accounts, but for those.
    private static List<String> without(String accounts, List<String> some) {
        return accounts.lines().filter(line -> !some.contains(line.split(",", -1)[0])).toList();
    }

    private static List<String> strings(@Nullable Object list) {
        List<String> strings = new ArrayList<>();
        ((List<?>) Objects.requireNonNull(list)).forEach(one -> strings.add(String.valueOf(one)));
        return strings;
    }

    @Test
    void from_nothing_the_events_and_accounts_are_named_and_all_others_are_recovered_and_served() throws IOException {
        goOn();
        byte[] whole = garble();
        shell.loseTheLedger();
        assertThat(shell.run("plan").exits(4).text()).contains("MISSING_LOST", BUNDLE, "without them");

        Shell.Run recover = shell.run("recover", "--yes", "--output", "json").exits(4);

        Map<String, @Nullable Object> result = Json.object(recover);
        assertThat(result).containsEntry("outcome", "INCOMPLETE").containsEntry("completeness", "MISSING_LOST");
        assertThat(recover.err()).contains("events are lost", "incoming_payment_p0.event", BUNDLE,
                "all others are open");
        List<String> paused = strings(result.get("accountsPausedByLoss"));
        // The one that got money from an account that is lost is not known either.
        assertThat(paused).containsExactly("a0", "a1", "a169");
        assertThat(lost(result)).containsExactly("incoming_payment_p0.event", "incoming_payment_bad.event",
                "incoming_payment_p1.event");
        assertThat(without(accounts(), paused)).isEqualTo(without(before, paused));
        String receipt = shell.run("receipt", "list", "--output", "csv").succeeds().lines().getLast().split(",", 2)[0];
        assertThat(shell.run("receipt", "show", receipt, "--output", "json").text())
                .contains("incoming_payment_p0.event", "accountsPausedByLoss");

        businessGoesOn();
        whatNeedsThemIsRefused();
        Files.write(file(), whole);
        theBundleIsBack();
    }

    private static List<String> lost(Map<String, @Nullable Object> result) {
        Map<?, ?> lost = (Map<?, ?>) Objects.requireNonNull(result.get("lostInBundles"));
        return strings(lost.get("events")).stream().map(one -> one.replaceAll(".*key=([^,}]*).*", "$1")).toList();
    }

    private void businessGoesOn() throws IOException {
        shell.put(Lines.withdrawal("w4", "a80", "5.00"), Lines.withdrawal("w5", "a1", "5.00"));
        shell.run("process").succeeds();

        assertThat(json("account", "a80")).containsEntry("actual", "93.00");
        assertThat(json("event", "cash_withdrawal_w5.event")).containsEntry("state", "new");
        assertThat(shell.run("status").succeeds().err()).contains("paused because events are lost");
        assertThat(shell.run("doctor").exits(4).text()).contains("paused because events are lost");
    }

    private void whatNeedsThemIsRefused() throws IOException {
        Object position = json("status").get("position");
        shell.run("resume", "a1").fails(4, "account a1 is paused because events are lost", "Restore bundle " + BUNDLE,
                "tidemark recover");
        shell.run("snapshot", "create").fails(4, "no snapshot is taken", "Restore bundle " + BUNDLE);
        assertThat(json("status")).containsEntry("position", position);
        assertThat(shell.run("plan").exits(4).text()).contains("was recovered without", BUNDLE, "MISSING_LOST");
        assertThat(shell.run("recover", "--yes").exits(4).err()).contains("nothing was changed");
        assertThat(shell.run("verify").exits(4).err()).contains(BUNDLE);
    }

    private void theBundleIsBack() throws IOException {
        assertThat(json("plan")).containsEntry("action", "RECOVER");
        shell.run("recover", "--yes", "--prove").succeeds();

        Shell never = new Shell(folder.resolve("never"), clock);
        never.run("put", file().toString()).succeeds();
        never.runWithInput(String.join("\n", transfer("t1", "a0", "a169", "10.00"),
                Lines.withdrawal("w1", "a1", "1.00"), Lines.withdrawal("w2", "a80", "2.00"),
                Lines.withdrawal("w3", "a168", "3.00"), Lines.withdrawal("w4", "a80", "5.00"),
                Lines.withdrawal("w5", "a1", "5.00")), "put", "-").succeeds();
        never.run("process").succeeds();
        assertThat(accounts()).isEqualTo(never.run("accounts", "--output", "csv").succeeds().text());
        assertThat(json("status")).containsEntry("pauses", List.of());
        shell.run("snapshot", "create").succeeds();
        shell.run("verify").succeeds();
    }

    @Test
    void from_a_snapshot_the_accounts_whose_history_is_lost_are_paused_and_all_others_stay_open() throws IOException {
        shell.run("snapshot", "create").succeeds();
        goOn();
        byte[] whole = garble();
        shell.loseTheLedger();

        Shell.Run recover = shell.run("recover", "--yes", "--output", "json").exits(4);

        Map<String, @Nullable Object> result = Json.object(recover);
        assertThat(recover.err()).contains("open for new events", "events are lost", "all others are open");
        List<String> paused = strings(result.get("accountsThatDiffer"));
        assertThat(paused).containsExactly("a0", "a1");
        assertThat(result).containsEntry("completeness", "MISSING_LOST").containsEntry("accountsPaused", true);
        assertThat(accounts()).isEqualTo(before);
        shell.put(Lines.withdrawal("w4", "a80", "5.00"), Lines.withdrawal("w5", "a1", "5.00"));
        shell.run("process").succeeds();
        assertThat(json("account", "a80")).containsEntry("actual", "93.00");
        assertThat(shell.run("account", "a80", "--statement").text()).contains("incoming_payment_p80.event");
        assertThat(json("event", "cash_withdrawal_w5.event")).containsEntry("state", "new");
        assertThat(shell.run("plan").exits(4).text()).contains("MISSING_LOST", BUNDLE);

        Files.write(file(), whole);
        assertThat(json("plan")).containsEntry("action", "REBUILD");
        shell.run("recover", "--yes").succeeds();
        List<String> resume = new ArrayList<>(List.of("resume"));
        resume.addAll(paused);
        shell.run(resume.toArray(String[]::new)).succeeds();
        assertThat(json("account", "a1")).containsEntry("actual", "94.00");
        shell.run("verify").succeeds();
    }

    @Test
    void a_ledger_that_serves_is_not_replaced_by_one_without_them() throws IOException {
        goOn();
        garble();

        assertThat(shell.run("recover", "--rebuild", "--yes").exits(4).err()).contains(BUNDLE);

        assertThat(accounts()).isEqualTo(before);
        assertThat(json("status")).containsEntry("pauses", List.of());
    }
}
