package io.tidemark.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.Falsified;
import io.tidemark.testkit.time.ManualClock;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecoveryCommandsTest {
    @TempDir
    Path folder;

    private final ManualClock clock = ManualClock.atNewYear();
    private Shell shell = new Shell(Path.of(""), clock);
    private String snapshot = "";

    /// Four events, a snapshot, two more; a minute between each.
    @BeforeEach
    void begin() throws IOException {
        shell = new Shell(folder.resolve("home"), clock);
        put(Lines.SALARY, Lines.payment("p2", "2", "7.00"), Lines.withdrawal("w1", "1", "500"), Lines.orderTaken("o1"));
        shell.run("process").succeeds();
        snapshot = String
                .valueOf(Json.object(shell.run("snapshot", "create", "--output", "json").succeeds()).get("id"));
        put(Lines.order("o1", "1", "40"), Lines.withdrawal("w2", "2", "2.50"));
        shell.run("process").succeeds();
    }

    private void put(String... lines) {
        for (String line : lines) {
            shell.runWithInput(line, "put", "-").succeeds();
            clock.advance(Duration.ofMinutes(1));
        }
    }

    private String accounts() {
        return shell.run("accounts", "--output", "csv").succeeds().text();
    }

    private void loseTheLedger() throws IOException {
        Files.walkFileTree(shell.home().resolve("ledger"), new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure) throws IOException {
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private void damageTheSnapshot() throws IOException {
        Path file = shell.home().resolve("snapshots").resolve(snapshot).resolve("accounts.ndjson.zst");
        assertThat(file.toFile().setWritable(true)).isTrue();
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
    }

    @Test
    void a_lost_ledger_is_refused_planned_recovered_and_proven() throws IOException {
        String before = accounts();
        loseTheLedger();

        shell.run("process").fails(5, "the ledger is missing", "tidemark plan");
        shell.run("accounts").fails(5, "tidemark plan");
        shell.run("event", "cash_withdrawal_w1.event").fails(5, "tidemark plan");
        shell.run("retry", "cash_withdrawal_w1.event", "--reason", "x").fails(5, "tidemark plan");
        shell.run("snapshot", "create").fails(5, "tidemark plan");
        assertThat(String.valueOf(Json.object(shell.run("status", "--output", "json").succeeds()).get("ledger")))
                .contains("state=missing", "tidemark plan");
        Map<String, @Nullable Object> plan = Json.object(shell.run("plan", "--output", "json").succeeds());
        assertThat(plan).containsEntry("action", "RECOVER");
        assertThat(String.valueOf(plan.get("base"))).contains("snapshot=" + snapshot, "position=4");

        assertThat(Json.object(shell.run("recover", "--yes", "--prove", "--output", "json").succeeds()))
                .containsEntry("outcome", "DONE");

        assertThat(accounts()).isEqualTo(before);
        assertThat(Json.object(shell.run("verify", "--output", "json").succeeds())).containsEntry("proven", true);
    }

    @Test
    void a_lost_ledger_is_recovered_without_any_snapshot() throws IOException {
        String before = accounts();
        shell.run("snapshot", "delete", snapshot).succeeds();
        loseTheLedger();

        shell.run("recover", "--yes").succeeds();

        assertThat(accounts()).isEqualTo(before);
    }

    @Test
    void nothing_to_recover_is_said_and_is_no_failure() {
        assertThat(shell.run("plan").succeeds().text()).contains("Nothing to do");
        assertThat(shell.run("recover").succeeds().text()).contains("Nothing to do");
    }

    @Test
    void recover_without_a_terminal_wants_to_be_told_yes() throws IOException {
        loseTheLedger();

        Shell.Run run = shell.run("recover");

        assertThat(run.code()).isEqualTo(5);
        assertThat(run.err()).contains("plan ", "--yes");
        shell.run("process").fails(5, "missing");
    }

    @Test
    void a_flipped_byte_in_a_snapshot_is_named_and_recover_passes_it_over() throws IOException {
        String before = accounts();
        damageTheSnapshot();

        shell.run("snapshot", "verify").fails(3, snapshot, "accounts.ndjson.zst");
        shell.run("snapshot", "verify", snapshot).fails(3, "accounts.ndjson.zst");
        assertThat(Json.array(shell.run("snapshot", "list", "--output", "json").succeeds()).getFirst())
                .containsEntry("state", "damaged");
        loseTheLedger();
        Shell.Run recovery = shell.run("recover", "--yes", "--output", "json").succeeds();

        assertThat(recovery.err()).contains("warning: snapshot " + snapshot + " is passed over",
                "accounts.ndjson.zst");
        assertThat(accounts()).isEqualTo(before);
    }

    @Test
    void the_state_at_a_moment_is_restored_paused_there_and_resumed() throws IOException {
        String before = accounts();

        shell.run("recover", "--to", "2026-01-01T00:04:59Z", "--yes").succeeds();

        assertThat(shell.run("accounts", "--output", "csv").lines().get(1)).startsWith("1,60.00,60.00,3,");
        assertThat(shell.run("accounts", "--output", "csv").lines().get(2)).startsWith("2,7.00,7.00,1,");
        shell.run("process").fails(5, "paused at position 5", "resume --forward");
        shell.run("retry", "cash_withdrawal_w1.event", "--reason", "x").fails(5, "resume --forward");
        assertThat(Json.object(shell.run("status", "--output", "json").succeeds())).containsEntry("pauses",
                List.of(Map.of("position", 5L)));
        shell.run("verify").succeeds();

        shell.run("resume").fails(2, "--forward");
        assertThat(Json.object(shell.run("resume", "--forward", "--output", "json").succeeds()))
                .containsEntry("resumed", true).containsEntry("toProcess", 1L);
        shell.run("process").succeeds();
        assertThat(accounts()).isEqualTo(before);
        assertThat(Json.object(shell.run("resume", "--forward", "--output", "json").succeeds()))
                .containsEntry("resumed", false);
    }

    @Test
    void a_plan_that_cannot_be_made_says_why() {
        shell.run("plan", "--to", "position:99").fails(4, "position 99");
        shell.run("plan", "--to", "noon").fails(2, "--to");
        shell.run("plan", "--from-snapshot", "nosuch").fails(4, "nosuch");
        shell.run("recover", "--yes", "--from-snapshot", snapshot, "--to", "position:2").fails(4, snapshot);
        shell.run("plan", "--rebuild", "--from-snapshot", snapshot).fails(2, "--rebuild");
    }

    @Test
    void a_rebuild_is_always_possible_and_the_ledger_from_before_is_kept_until_it_is_discarded() throws IOException {
        String before = accounts();

        shell.run("recover", "--rebuild", "--yes").succeeds();

        assertThat(shell.home().resolve("ledger").toFile().list()).hasSize(2);
        assertThat(Json.object(shell.run("recover", "--discard", "--yes", "--output", "json").succeeds())
                .get("discarded")).asInstanceOf(InstanceOfAssertFactories.LIST).hasSize(1);
        assertThat(shell.home().resolve("ledger").toFile().list()).hasSize(1);
        assertThat(accounts()).isEqualTo(before);
    }

    /// Slips an account with more money into the ledger, together with the next event.
    private void falsify() {
        shell.runWithInput(Lines.payment("p3", "3", "1.00"), "put", "-").succeeds();
        Falsified.enrich(shell.home(), clock, "2");
    }

    @Test
    void a_ledger_altered_behind_our_back_is_found_named_doubted_and_rebuilt() throws IOException {
        falsify();

        Shell.Run verify = shell.run("verify", "--output", "json").fails(3, "tidemark plan");

        assertThat(Json.object(verify)).containsEntry("proven", false);
        assertThat(verify.text()).contains("\"account\": \"2\"", "999999 actual");
        assertThat(String.valueOf(Json.object(shell.run("status", "--output", "json").succeeds()).get("ledger")))
                .contains("state=in-doubt");
        shell.run("process").fails(5, "in doubt", "tidemark plan");
        assertThat(Json.object(shell.run("plan", "--output", "json").succeeds())).containsEntry("action", "REBUILD");

        shell.run("recover", "--yes").succeeds();

        shell.run("verify").succeeds();
        assertThat(accounts()).contains("\n2,4.50,4.50,2,", "\n3,1.00,1.00,1,");
    }

    @Test
    void snapshots_are_shown_pruned_and_deleted() throws IOException {
        clock.advance(Duration.ofMinutes(5));
        shell.run("snapshot", "create").succeeds();
        assertThat(Json.object(shell.run("snapshot", "show", snapshot, "--output", "json").succeeds()))
                .containsEntry("position", 4L).containsEntry("accounts", 2L).containsEntry("state", "whole")
                .containsEntry("waiting", 1L);
        assertThat(shell.run("snapshot", "verify", "--output", "csv").succeeds().lines()).hasSize(3);
        shell.run("snapshot", "show", "nosuch").fails(4, "nosuch");
        shell.run("snapshot", "verify", "nosuch").fails(4, "nosuch");
        shell.run("snapshot", "delete", "nosuch").fails(4, "nosuch");
        shell.run("snapshot", "prune").fails(2, "--keep-");

        assertThat(Json.object(shell.run("snapshot", "prune", "--keep-daily", "1", "--output", "json").succeeds())
                .get("removed")).isEqualTo(List.of(snapshot));
        assertThat(Json.array(shell.run("snapshot", "list", "--output", "json").succeeds())).hasSize(1);
    }
}
