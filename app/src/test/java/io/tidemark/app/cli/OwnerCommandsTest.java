package io.tidemark.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.Tidemark;
import io.tidemark.TidemarkOptions;
import io.tidemark.app.cli.Shell.Run;
import io.tidemark.app.cli.verb.CommandContext;
import io.tidemark.app.cli.verb.GlobalOptions;
import io.tidemark.app.cli.verb.StopSignal;
import io.tidemark.app.cli.verb.Visit;
import io.tidemark.app.owner.OwnerConnection;
import io.tidemark.app.owner.Request;
import io.tidemark.app.wiring.Machine;
import io.tidemark.testkit.time.ManualClock;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Commands on a home that another process follows: they run there, and nobody can tell by what they say.
class OwnerCommandsTest {
    /// What is said and returned alike, alone and through the owner. The home's own name is put in for `HOME`.
    private static final List<List<String>> ALIKE = List.of(List.of("put", "FOLDER/more.ndjson"),
            List.of("put", "FOLDER/more.ndjson", "FOLDER/absent.ndjson", "--output", "json"),
            List.of("status"), List.of("status", "--output", "json"), List.of("status", "--output", "csv"),
            List.of("event", "cash_withdrawal_w1.event"), List.of("event", "unknown_1.event"),
            List.of("cat", "cash_withdrawal_w1.event"), List.of("account", "1"), List.of("account", "none"),
            List.of("account", "1", "--statement", "--output", "csv"), List.of("accounts", "--output", "csv"),
            List.of("retry", "cash_withdrawal_w2.event", "--reason", "asked", "--output", "json"),
            List.of("retry", "cash_withdrawal_w1.event", "--reason", "asked"),
            List.of("snapshot", "create", "--output", "json"), List.of("snapshot", "list"),
            List.of("snapshot", "show", "none"), List.of("pause", "2"), List.of("status"), List.of("resume", "2", "1"),
            List.of("pause"), List.of("status", "--output", "json"),
            List.of("process"), List.of("resume"), List.of("resume", "--forward"),
            List.of("plan"), List.of("plan", "--output", "json"), List.of("plan", "--to", "position:99"),
            List.of("recover"), List.of("recover", "--rebuild"),
            List.of("recover", "--rebuild", "--prove", "--yes", "--output", "json"),
            List.of("recover", "--discard", "--yes"), List.of("verify", "--output", "json"),
            List.of("receipt", "list", "--output", "csv"), List.of("receipt", "verify"),
            List.of("expire", "--older-than", "0s"), List.of("bundle", "--before", "2026-01-01"),
            List.of("bundle", "list"), List.of("doctor", "--output", "json"), List.of("ls", "--output", "csv"));

    @TempDir
    private Path folder;

    private final ManualClock clock = ManualClock.atNewYear();
    private Shell shell = new Shell(Path.of(""), clock);

    @BeforeEach
    void makeHome() {
        shell = home("home");
    }

    private Shell home(String name) {
        Shell made = new Shell(folder.resolve(name), clock);
        made.runWithInput(Lines.SALARY + "\n" + Lines.withdrawal("w1", "1", "10"), "put", "-").succeeds();
        made.run("process").succeeds();
        made.file("more.ndjson", Lines.withdrawal("w2", "1", "500"), "nonsense");
        return made;
    }

    private List<String> said(Shell on) {
        List<String> said = new ArrayList<>();
        for (List<String> command : ALIKE) {
            Run run = on.run(command.stream().map(word -> word.replace("FOLDER", folder.toString()))
                    .toArray(String[]::new));
            said.add((String.join(" ", command) + " -> " + run.code() + "\n" + run.text() + run.err())
                    .replace(on.home().toString(), "HOME").replaceAll("[0-9a-f]{24,64}", "DIGEST"));
            if (command.getFirst().equals("put")) {
                awaitProcessed(on);
            }
        }
        return said;
    }

    /// Alone nobody processes; the owner does so at once.
    private static void awaitProcessed(Shell on) {
        on.run("process");
    }

    @Test
    void commands_through_the_owner_say_and_return_what_they_do_alone() throws Exception {
        List<String> alone = said(home("alone"));

        try (Follower _ = Follower.of(shell.home(), clock)) {
            assertThat(said(shell)).isEqualTo(alone);
        }
        assertThat(alone).anyMatch(said -> said.startsWith("recover --rebuild -> 5")).anyMatch(
                said -> said.startsWith("verify --output json -> 0"));
    }

    @Test
    void what_is_put_through_the_owner_is_acknowledged_and_processed_by_it() throws Exception {
        try (Follower follower = Follower.of(shell.home(), clock)) {
            StringBuilder lines = new StringBuilder();
            for (int i = 0; i < 5000; i++) {
                lines.append(Lines.payment("p" + i, "2", "1.00")).append('\n');
            }
            Run put = shell.runWithInput(lines.toString(), "put", "-", "--output", "json").succeeds();
            assertThat(Json.object(put)).containsEntry("put", 5000L).containsEntry("refused", 0L);
            follower.awaitTold("position 5002");
            assertThat(shell.run("account", "2", "--output", "json").succeeds().text()).contains("5000.00");
            assertThat(follower.end()).isZero();
        }
        assertThat(shell.home().resolve("SOCKET")).doesNotExist();
    }

    @Test
    void input_that_a_command_does_not_read_stays_with_the_caller() throws Exception {
        try (Follower _ = Follower.of(shell.home(), clock)) {
            ByteArrayInputStream in = new ByteArrayInputStream("for the next command".getBytes(StandardCharsets.UTF_8));
            shell.run(in, "status").succeeds();
            assertThat(in.available()).isEqualTo(20);
        }
    }

    // --- Paths ---

    private Run request(Path directory, Map<String, String> environment, String... args) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        try (OwnerConnection owner = Objects
                .requireNonNull(OwnerConnection.open(shell.home(), Machine.programVersion()))) {
            int code = owner.run(new Request(List.of(args), directory.toString(), "tester", false, environment),
                    InputStream.nullInputStream(), out, err, new CountDownLatch(1)::await);
            return new Run(code, out.toByteArray(), err.toString(StandardCharsets.UTF_8));
        }
    }

    @Test
    void relative_paths_are_meant_from_the_callers_directory_and_shown_as_given() throws Exception {
        Path elsewhere = Files.createDirectories(folder.resolve("else where"));
        Files.writeString(elsewhere.resolve("here.ndjson"), Lines.withdrawal("w3", "1", "1") + "\nnonsense\n");
        try (Follower _ = Follower.of(shell.home(), clock)) {
            Run put = request(elsewhere, Map.of(), "--home", "../home", "put", "here.ndjson", "./gone.ndjson",
                    "--output", "json");
            assertThat(put.code()).isEqualTo(4);
            assertThat(put.err().lines()).anyMatch(line -> line.startsWith("tidemark: refused: here.ndjson:2: "))
                    .anyMatch(line -> line.startsWith("tidemark: refused: ./gone.ndjson: "));
            assertThat(put.text()).contains("\"file\": \"here.ndjson\"", "\"put\": 1");

            Run status = request(elsewhere, Map.of(), "--home", "../home", "status", "--output", "json");
            assertThat(status.text()).contains("\"home\": \"../home\"");

            Files.writeString(elsewhere.resolve("keys"), "unknown_1.event\n");
            Run plan = request(elsewhere, Map.of(), "--home", "../home", "plan", "--exclude", "keys");
            assertThat(plan.err()).contains("tidemark: keys:1: ");
            Run prices = request(elsewhere, Map.of(), "--home", "../home", "plan", "--prices", "no.prices");
            assertThat(prices.err()).startsWith("tidemark: no.prices: ").doesNotContain(elsewhere.toString());
        }
    }

    @Test
    void the_callers_signing_key_signs_and_no_other_variable_is_passed_on() throws Exception {
        shell.run("receipt", "keygen", "--out", folder.resolve("key").toString()).succeeds();
        try (Follower _ = Follower.of(shell.home(), clock)) {
            Run verified = request(folder, Map.of("TIDEMARK_SIGNING_KEY", "key", "OTHER", "x"), "--home", "home",
                    "verify", "--output", "json");
            assertThat(verified.code()).as(verified.err()).isZero();
            assertThat(shell.run("receipt", "verify", "--public-key", folder.resolve("key.pub").toString())
                    .succeeds().text()).contains("of a given key");
        }
        assertThat(new Request(List.of(), "/", "", false, Map.of("OTHER", "x", "TIDEMARK_X", "y")).environment())
                .containsOnlyKeys("TIDEMARK_X");
    }

    // --- Asking, progress, ending early ---

    private Run ask(String answer, StopSignal stop, InputStream in, String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        InputStream answers = answer.isEmpty() ? in
                : new ByteArrayInputStream(answer.getBytes(StandardCharsets.UTF_8));
        List<String> words = new ArrayList<>(List.of("--home", shell.home().toString()));
        words.addAll(List.of(args));
        int code = TidemarkCommandLine.run(new CommandContext(answers, out,
                new PrintStream(err, true, StandardCharsets.UTF_8), true, stop, clock, "tester", Map.of(),
                new GlobalOptions()), words.toArray(String[]::new));
        return new Run(code, out.toByteArray(), err.toString(StandardCharsets.UTF_8));
    }

    @Test
    void a_question_is_asked_at_the_callers_terminal_and_answered_there() throws Exception {
        try (Follower follower = Follower.of(shell.home(), clock)) {
            Run no = ask("n\n", new StopSignal(), InputStream.nullInputStream(), "recover", "--rebuild");
            assertThat(no.code()).isEqualTo(5);
            assertThat(no.err()).contains("Carry this out? [y/N] tidemark: nothing was changed");
            clock.advance(Duration.ofMinutes(1));
            Run yes = ask("y\n", new StopSignal(), InputStream.nullInputStream(), "recover", "--rebuild");
            assertThat(yes.code()).as(yes.err()).isZero();
            assertThat(yes.text()).contains("recovered and in force");
            follower.awaitTold("tester: recover goes on; processing waits for the new ledger");
            follower.awaitTold("tester: recover has ended");

            shell.runWithInput(Lines.withdrawal("w3", "1", "1"), "put", "-").succeeds();
            follower.awaitTold("others put: accepted 1, rejected 0, waiting 0; position 3");
        }
    }

    @Test
    void what_comes_while_a_recovery_asks_is_in_the_ledger_after_it() throws Exception {
        try (Follower follower = Follower.of(shell.home(), clock)) {
            InputStream thinking = new ByteArrayInputStream("y\n".getBytes(StandardCharsets.UTF_8)) {
                @Override
                public synchronized int read(byte[] target, int offset, int length) {
                    try {
                        shell.runWithInput(Lines.withdrawal("w3", "1", "7"), "put", "-").succeeds();
                        follower.awaitTold("position 3");
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                    return super.read(target, offset, length);
                }
            };
            Run recover = ask("", new StopSignal(), thinking, "recover", "--rebuild");
            assertThat(recover.code()).as(recover.err()).isZero();
            shell.runWithInput(Lines.withdrawal("w4", "1", "9"), "put", "-").succeeds();
            follower.awaitTold("position 4");
            assertThat(Json.object(shell.run("event", "cash_withdrawal_w3.event", "--output", "json")))
                    .containsEntry("state", "accepted");
        }
        shell.run("verify").succeeds();
    }

    @Test
    void progress_is_told_while_the_owner_works() throws Exception {
        try (Follower _ = Follower.of(shell.home(), clock)) {
            InputStream slow = new ByteArrayInputStream(
                    (Lines.payment("a", "2", "1") + "\n" + Lines.payment("b", "2", "1") + "\n")
                            .getBytes(StandardCharsets.UTF_8)) {
                @Override
                public synchronized int read(byte[] target, int offset, int length) {
                    clock.advance(Duration.ofSeconds(11));
                    return super.read(target, offset, length);
                }
            };
            Run put = shell.run(slow, "put", "-").succeeds();
            assertThat(put.err()).startsWith("put 2 events, ");
        }
    }

    /// Something that is waited for.
    private interface Wait {
        void end() throws InterruptedException;
    }

    /// Asks its reader to be patient for ever, and the command to end, once something has happened.
    private static InputStream interrupting(StopSignal stop, String before, Wait wait) {
        return new ByteArrayInputStream(before.getBytes(StandardCharsets.UTF_8)) {
            @Override
            public synchronized int read(byte[] target, int offset, int length) {
                int count = super.read(target, offset, length);
                try {
                    if (count < 0) {
                        wait.end();
                        stop.request();
                        new CountDownLatch(1).await();
                    }
                    return count;
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
        };
    }

    @Test
    void who_interrupts_a_put_or_a_question_ends_it_in_the_owner_too() throws Exception {
        try (Follower follower = Follower.of(shell.home(), clock)) {
            StopSignal first = new StopSignal();
            Run put = ask("", first, interrupting(first, Lines.payment("a", "2", "1") + "\n",
                    () -> follower.awaitTold("position 3")), "put", "-");
            assertThat(put.code()).isEqualTo(130);
            assertThat(put.err()).contains("interrupted; what is counted is on disk, put the same again to go on");
            assertThat(put.text()).contains("put         1");

            StopSignal second = new StopSignal();
            Run recover = ask("", second, interrupting(second, "", () -> {
            }), "recover", "--rebuild");
            assertThat(recover.code()).isEqualTo(130);
            assertThat(recover.err()).contains("tidemark: interrupted; nothing was begun");
            shell.run("recover", "--rebuild", "--yes").succeeds();
        }
    }

    @Test
    void long_work_for_another_process_is_cut_off_where_it_tells_how_far_it_has_come() {
        StopSignal stop = new StopSignal();
        stop.request();
        try (Tidemark tidemark = Tidemark.open(shell.home(), TidemarkOptions.DEFAULT.withClock(clock))) {
            for (List<String> command : List.of(List.of("recover", "--rebuild", "--yes"), List.of("verify"),
                    List.of("plan", "--rebuild"))) {
                ByteArrayOutputStream err = new ByteArrayOutputStream();
                int code = TidemarkCommandLine.run(
                        new CommandContext(InputStream.nullInputStream(), new ByteArrayOutputStream(),
                                new PrintStream(err, true, StandardCharsets.UTF_8), false, stop, clock, "tester",
                                Map.of(), new GlobalOptions(), new Visit(tidemark, folder, _ -> {})),
                        command.toArray(String[]::new));
                assertThat(code).as("%s", command).isEqualTo(130);
                assertThat(err.toString(StandardCharsets.UTF_8)).contains("tidemark: interrupted; what was done stays");
            }
            assertThat(tidemark.process().toPosition()).isEqualTo(2);
        }
        shell.run("verify").succeeds();
    }

    // --- The owner itself ---

    @Test
    void the_owner_goes_on_through_a_pause_and_takes_events_meanwhile() throws Exception {
        try (Follower follower = Follower.of(shell.home(), clock)) {
            shell.run("pause").succeeds();
            shell.runWithInput(Lines.withdrawal("w3", "1", "1"), "put", "-").succeeds();
            follower.awaitTold("paused at position 2; events are put and wait, run `tidemark resume --forward`");
            shell.run("process").fails(5, "paused at position 2");
            shell.run("resume", "--forward").succeeds();
            follower.awaitTold("position 3");
        }
    }

    @Test
    void there_is_one_owner() throws Exception {
        try (Follower _ = Follower.of(shell.home(), clock)) {
            shell.run("process", "--follow").fails(5, "is in use by process");
            shell.run("status").succeeds();
        }
    }

    @Test
    void a_command_that_works_elsewhere_is_not_handed_over() throws Exception {
        try (Follower _ = Follower.of(shell.home(), clock)) {
            shell.run("generate", "--events", "10", "--out", folder.resolve("generated.ndjson").toString())
                    .succeeds();
            shell.run("put", "--dry-run", folder.resolve("generated.ndjson").toString()).succeeds();
            shell.run("put", "--no-such-option", "-").fails(2, "--no-such-option");
        }
        assertThat(folder.resolve("generated.ndjson")).exists();
    }
}
