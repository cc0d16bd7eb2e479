package io.tidemark.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.Tidemark;
import io.tidemark.testkit.time.ManualClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Homes that are absent, in use, of another format, or have lost a part: one clear line, and the right code.
class TroubledHomesTest {
    @TempDir
    Path folder;

    private Shell shell = new Shell(Path.of(""), ManualClock.atNewYear());

    @BeforeEach
    void begin() {
        shell = new Shell(folder.resolve("home"), ManualClock.atNewYear());
    }

    private void makeHome() {
        shell.runWithInput(Lines.SALARY + "\n" + Lines.orderTaken("o1") + "\n", "put", "-").succeeds();
        shell.run("process").succeeds();
        shell.run("snapshot", "create").succeeds();
    }

    private static void delete(Path directory) throws IOException {
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
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

    private List<Path> filesIn(String part, String suffix) throws IOException {
        try (Stream<Path> files = Files.walk(shell.home().resolve(part))) {
            return files.filter(file -> file.toString().endsWith(suffix)).toList();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"process", "status", "ls", "cat a.event", "event a.event", "account 1", "accounts",
            "retry a.event --reason x", "reject a.event --reason x", "snapshot create", "snapshot list",
            "snapshot show x", "snapshot verify", "snapshot prune --keep-daily 1", "snapshot delete x", "plan",
            "recover --yes", "verify", "resume --forward"})
    void everything_but_put_refuses_a_home_that_is_absent(String command) {
        shell.run(command.split(" ", -1)).fails(4, "no home in " + shell.home());
        assertThat(shell.home()).doesNotExist();
    }

    @Test
    void a_home_in_use_is_refused_to_a_second_writer_and_read_beside_it() {
        makeHome();
        try (Tidemark owner = Tidemark.open(shell.home())) {
            assertThat(owner.lastPosition()).isEqualTo(2);

            shell.runWithInput(Lines.SALARY, "put", "-").fails(5, "in use", "process " + ProcessHandle.current().pid());
            shell.run("process").fails(5, "in use");
            shell.run("recover", "--yes").fails(5, "in use");
            assertThat(shell.run("accounts", "--output", "csv").succeeds().lines()).hasSize(2);
            shell.run("status").succeeds();
            shell.run("plan").succeeds();
            shell.run("event", "incoming_payment_salary.event").succeeds();
            assertThat(shell.run("verify").succeeds().err()).contains("warning", "in use");
        }
    }

    @Test
    void a_home_of_a_newer_format_is_left_alone() throws IOException {
        makeHome();
        Path format = shell.home().resolve("FORMAT");
        Files.writeString(format, Files.readString(format).replace("home 1 ", "home 2 "));

        for (String command : List.of("process", "status", "plan", "verify")) {
            shell.run(command).fails(5, "format 2", "newer");
        }
        shell.runWithInput(Lines.SALARY, "put", "-").fails(5, "format 2");
    }

    @Test
    void a_format_file_without_sense_is_said_with_a_way_out_that_works() throws IOException {
        makeHome();
        Path format = shell.home().resolve("FORMAT");
        Files.write(format, new byte[] {0, 1, 2, (byte) 0xff});

        for (String command : List.of("process", "status", "plan", "verify", "recover --yes", "put -")) {
            shell.run(command.split(" ", -1)).fails(4, format + " is damaged", "tidemark home 1 new");
        }

        Files.writeString(format, "tidemark home 1 new\n");
        shell.run("process").fails(5, "tidemark plan");
        shell.run("recover", "--yes").succeeds();
        shell.run("verify").succeeds();
        assertThat(shell.run("accounts", "--output", "csv").succeeds().lines()).hasSize(2);
    }

    @Test
    void a_foreign_ledger_is_refused() throws IOException {
        makeHome();
        Shell other = new Shell(folder.resolve("other"), ManualClock.atNewYear());
        other.runWithInput(Lines.SALARY + "\n" + Lines.orderTaken("o1") + "\n", "put", "-").succeeds();
        other.run("process").succeeds();
        delete(shell.home().resolve("ledger"));
        Files.move(other.home().resolve("ledger"), shell.home().resolve("ledger"));

        shell.run("process").fails(5, "tidemark plan");
        shell.run("accounts").fails(5, "tidemark plan");
        assertThat(shell.run("status", "--output", "json").succeeds().text()).doesNotContain("\"state\": \"sound\"");
        shell.run("recover", "--yes").succeeds();
        assertThat(shell.run("accounts", "--output", "csv").succeeds().lines()).hasSize(2);
    }

    @Test
    void a_ledger_that_cannot_be_opened_is_refused_and_recovered() throws IOException {
        makeHome();
        for (Path current : filesIn("ledger", "CURRENT")) {
            Files.writeString(current, "nonsense");
        }

        shell.run("process").fails(5, "tidemark plan");
        assertThat(shell.run("status", "--output", "json").succeeds().text()).contains("\"state\": \"damaged\"");
        assertThat(shell.run("plan", "--output", "json").succeeds().text()).contains("\"action\": \"RECOVER\"");
        shell.run("recover", "--yes").succeeds();
        shell.run("verify").succeeds();
    }

    @ParameterizedTest
    @ValueSource(strings = {"process", "status", "plan", "accounts", "recover --yes", "verify", "ls", "put"})
    void lost_events_end_everything_but_what_the_snapshots_show(String command) throws IOException {
        makeHome();
        delete(shell.home().resolve("events"));

        List<String> args = new ArrayList<>(List.of(command.split(" ", -1)));
        if (command.equals("put")) {
            args.add("-");
        }
        shell.run(args.toArray(String[]::new)).fails(4, "events", "Snapshots still show", "1 accounts at position 2");
        assertThat(shell.run("snapshot", "list", "--output", "csv").succeeds().lines()).hasSize(2);
        shell.run("snapshot", "verify").succeeds();
    }

    @Test
    void damaged_events_are_named_with_what_the_snapshots_show() throws IOException {
        makeHome();
        for (Path current : filesIn("events", "CURRENT")) {
            Files.write(current, "nonsense".getBytes(StandardCharsets.UTF_8));
        }

        shell.run("process").fails(4, "events", "Snapshots still show");
        shell.run("status").fails(4, "events", "Snapshots still show");
    }

    @Test
    void a_directory_that_is_no_home_is_not_taken_for_one() throws IOException {
        Files.createDirectories(shell.home());

        shell.run("status").fails(4, "no home in");
    }
}
