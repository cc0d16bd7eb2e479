package io.tidemark.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.Tidemark;
import io.tidemark.core.event.EventKey;
import io.tidemark.testkit.time.ManualClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Events that were acknowledged and that the disk lost after a process was killed: everybody is told, and nothing is built on the
/// rest until someone says so.
class LostEventsCommandsTest {
    private static final int BEFORE = 2;
    private static final int ALL = 42;
    private static final String BODY = """
            {"EventTimeStamp": 1700000000, "TargetAccount": "1", "Amount": "1.00"}""";

    @TempDir
    Path folder;

    private Shell shell = new Shell(Path.of(""), ManualClock.atNewYear());

    /// A home as a killed process left it, with a byte wrong in the middle of what was acknowledged last.
    ///
    /// @param processed whether the ledger had come to the end
    private void loseEvents(boolean processed) throws IOException {
        Shell running = new Shell(folder.resolve("running"), ManualClock.atNewYear());
        running.runWithInput(Lines.SALARY + "\n" + Lines.payment("p0", "1", "1.00") + "\n", "put", "-").succeeds();
        running.run("process").succeeds();
        running.run("snapshot", "create").succeeds();
        shell = new Shell(folder.resolve("killed"), ManualClock.atNewYear());
        try (Tidemark tidemark = Tidemark.open(running.home())) {
            for (int i = BEFORE; i < ALL; i++) {
                tidemark.put(EventKey.of("incoming_payment_q" + i + ".event"),
                        BODY.getBytes(StandardCharsets.UTF_8), null);
            }
            if (processed) {
                tidemark.process();
            }
            copy(running.home(), shell.home());
        }
        try (Stream<Path> files = Files.list(shell.home().resolve("events"))) {
            Path log = files.filter(file -> file.toString().endsWith(".log"))
                    .max(Comparator.comparingLong(file -> file.toFile().length())).orElseThrow();
            byte[] bytes = Files.readAllBytes(log);
            // Outcomes were not written to this log: it holds the puts, one like the other.
            bytes[bytes.length / 2] ^= 0x10;
            Files.write(log, bytes);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file)));
            }
        }
    }

    private long last() throws IOException {
        return (Long) Objects
                .requireNonNull(Json.object(shell.run("status", "--output", "json").succeeds()).get("position"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void what_needs_events_is_refused_and_told_what_is_left(boolean processed) throws IOException {
        loseEvents(processed);

        Shell.Run status = shell.run("status").succeeds();
        assertThat(status.err()).contains("events are lost that had been acknowledged", "to " + ALL);
        long last = last();
        assertThat(last).isBetween(5L, 38L);
        String named = "positions " + (last + 1) + " to " + ALL;
        for (String command : List.of("put -", "process", "snapshot create", "retry a.event --reason x")) {
            shell.runWithInput(Lines.SALARY, command.split(" ", -1)).fails(4, named, "lost", "restore events/",
                    "recover --to position:" + last, "Snapshots still show");
        }
        if (processed) {
            shell.run("accounts").fails(4, named, "lost");
        } else {
            assertThat(shell.run("accounts", "--output", "csv").succeeds().lines()).hasSize(2);
        }
        assertThat(shell.run("verify")).satisfies(run -> {
            assertThat(run.code()).isEqualTo(4);
            assertThat(run.text() + run.err()).contains(named);
        });
        assertThat(last()).isEqualTo(last);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_recovery_is_incomplete_until_it_is_asked_to_go_on_without_them(boolean processed) throws IOException {
        loseEvents(processed);
        long last = last();
        String before = shell.run("status", "--output", "json").text();

        Shell.Run plan = shell.run("plan", "--output", "json");
        assertThat(plan.code()).isEqualTo(4);
        assertThat(plan.text()).contains("\"completeness\": \"MISSING_LOST\"", "\"accepted\": false");
        assertThat(shell.run("plan").err()).contains("recover --to position:" + last);
        Shell.Run refused = shell.run("recover", "--yes");
        assertThat(refused.code()).isEqualTo(4);
        assertThat(refused.err()).contains("are lost", "restore events/ from a backup");
        assertThat(shell.run("status", "--output", "json").text()).isEqualTo(before);
        assertThat(shell.run("recover", "--to", "position:" + last).code()).as("nobody agreed").isEqualTo(5);
        assertThat(shell.run("status", "--output", "json").text()).isEqualTo(before);

        shell.run("recover", "--to", "position:" + last, "--yes").succeeds();

        shell.runWithInput(Lines.payment("after", "1", "5.00"), "put", "-").succeeds();
        shell.run("process").succeeds();
        assertThat(shell.run("status").succeeds().err()).isEmpty();
        assertThat(last()).isEqualTo(last + 1);
        shell.run("verify").succeeds();
    }

    @Test
    void a_loss_is_accepted_where_the_ledger_needs_nothing_else() throws IOException {
        loseEvents(false);
        long last = last();
        shell.run("recover", "--to", "position:" + BEFORE, "--yes").succeeds();

        assertThat(shell.run("status").succeeds().err()).isEmpty();
        shell.run("resume", "--forward").succeeds();
        shell.run("process").succeeds();
        assertThat(last()).isEqualTo(last);
        shell.run("verify").succeeds();
    }
}
