package io.tidemark.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.app.cli.verb.StopSignal;
import io.tidemark.app.doctor.Finding;
import io.tidemark.crash.FileTree;
import io.tidemark.testkit.time.ManualClock;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorCommandTest {
    private static final Path PAGE = Path.of("..", "docs", "recovery.md");
    private static final Pattern COMMAND = Pattern.compile("(?m)^\\$ (?:\\./)?tidemark (.*)$");

    @TempDir
    Path folder;
    private final ManualClock clock = ManualClock.atNewYear();
    private Shell shell = new Shell(Path.of(""), clock);

    @BeforeEach
    void begin() {
        shell = new Shell(folder.resolve("home"), clock);
        shell.put(Lines.SALARY, Lines.withdrawal("w1", "1", "30.5"), Lines.payment("second", "2", "7"));
        shell.run("process").succeeds();
        shell.run("snapshot", "create").succeeds();
    }

    /// Severity and symptom of each finding.
    private List<String> findings(int code) {
        return shell.run("doctor", "--output", "csv").exits(code).lines().stream().skip(1)
                .map(line -> line.split(",", -1)[0] + " " + line.split(",", -1)[1]).toList();
    }

    private void delete(String part) throws IOException {
        FileTree.delete(shell.home().resolve(part));
    }

    private String snapshot() {
        return shell.run("snapshot", "list", "--output", "csv").succeeds().lines().getLast().split(",", -1)[0];
    }

    @Test
    void nothing_is_found_where_all_is_well() {
        assertThat(findings(0)).isEmpty();
        assertThat(shell.run("doctor").succeeds().err()).contains("tidemark verify");
    }

    @Test
    void a_lost_ledger_is_recognised_and_the_command_mends_it() throws IOException {
        delete("ledger");

        assertThat(findings(5)).containsExactly("BLOCKED LEDGER_LOST");
        assertThat(shell.run("doctor").exits(5).text()).contains("docs/recovery.md#the-ledger-is-lost",
                "tidemark recover");
        shell.run("recover", "--yes").succeeds();
        assertThat(findings(0)).isEmpty();
    }

    @Test
    void a_damaged_snapshot_is_recognised_and_the_command_names_the_file() throws IOException {
        String id = snapshot();
        Files.write(shell.home().resolve("snapshots").resolve(id).resolve("accounts.ndjson.zst"), new byte[1],
                StandardOpenOption.APPEND);

        assertThat(findings(3)).containsExactly("DAMAGE SNAPSHOT_DAMAGED", "ADVICE NO_SNAPSHOT");
        shell.run("snapshot", "verify", id).fails(3, "accounts.ndjson.zst");
        shell.run("snapshot", "delete", id).succeeds();
        shell.run("snapshot", "create").succeeds();
        assertThat(findings(0)).isEmpty();
    }

    @Test
    void lost_events_are_the_worst() throws IOException {
        delete("events");

        assertThat(findings(4)).containsExactly("MISSING EVENTS_UNREADABLE");
    }

    @Test
    void a_lost_bundle_and_cold_ones_are_recognised() throws IOException {
        clock.advance(Duration.ofDays(2));
        shell.run("expire").succeeds();
        shell.run("bundle").succeeds();
        shell.run("snapshot", "create").succeeds();
        assertThat(findings(0)).isEmpty();

        shell.run("freeze", "--all").succeeds();
        assertThat(findings(0)).containsExactly("ADVICE COLD");
        shell.run("thaw", "--all", "--delay", "0s").succeeds();
        delete("events/bundles");
        assertThat(findings(4)).containsExactly("MISSING BUNDLE_LOST");
        assertThat(shell.run("bundle", "verify").exits(3).err()).contains("incoming_payment_salary.event");
    }

    @Test
    void what_business_waits_for_is_told() {
        shell.put(Lines.orderTaken("o9"), Lines.payment("late", "1", "1"));
        assertThat(findings(0)).containsExactly("ADVICE UNPROCESSED");
        shell.run("process").succeeds();
        clock.advance(Duration.ofDays(2));
        shell.run("pause").succeeds();

        assertThat(findings(5)).containsExactly("BLOCKED PAUSED", "ADVICE ORIGINALS_MISSING", "ADVICE NOT_EXPIRED",
                "ADVICE NO_SNAPSHOT");
        shell.run("resume", "--forward").succeeds();
        shell.run("expire").succeeds();
        shell.run("snapshot", "create").succeeds();
        shell.run("reject", "outgoing_payment_verified_o9.event", "--reason", "never ordered").succeeds();
        assertThat(findings(0)).isEmpty();
    }

    @Test
    void an_altered_receipt_is_recognised() throws IOException {
        shell.run("verify").succeeds();
        Path receipts = shell.home().resolve("receipts");
        try (Stream<Path> files = Files.list(receipts)) {
            for (Path file : files.toList()) {
                Files.writeString(file, Files.readString(file).replace("DONE", "GONE"));
            }
        }

        assertThat(findings(3)).containsExactly("DAMAGE RECEIPT_DAMAGED");
    }

    @Test
    void every_symptom_has_a_section_in_the_page() throws IOException {
        String page = Files.readString(PAGE);
        TreeSet<String> sections = new TreeSet<>();
        page.lines().filter(line -> line.startsWith("## ")).map(line -> "docs/recovery.md#"
                + line.substring(3).toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9 -]", "").replace(' ', '-'))
                .forEach(sections::add);

        for (Finding.Symptom symptom : Finding.Symptom.values()) {
            assertThat(sections).contains(symptom.page());
        }
    }

    @Test
    void every_command_in_the_page_is_one_that_there_is() throws IOException {
        Matcher commands = COMMAND.matcher(Files.readString(PAGE));
        int count = 0;
        while (commands.find()) {
            String[] words = commands.group(1).replaceAll("\\s*(\\||>).*$", "").replace("\"", "").split(" ", -1);
            Shell.Run help = shell.runAsGiven(InputStream.nullInputStream(),
                    new StopSignal(), words[0], "--help");
            assertThat(help.code()).as(commands.group(1)).isZero();
            String text = new String(help.out(), StandardCharsets.UTF_8) + help.err();
            String below = words.length > 1 && text.contains("\n  " + words[1] + " ") ? words[1] : null;
            if (below != null) {
                Shell.Run more = shell.runAsGiven(InputStream.nullInputStream(),
                        new StopSignal(), words[0], below, "--help");
                text += new String(more.out(), StandardCharsets.UTF_8) + more.err();
            }
            for (String word : words) {
                if (word.startsWith("--")) {
                    assertThat(text).as("%s of %s", word, commands.group(1)).contains(word);
                }
            }
            count++;
        }
        assertThat(count).isGreaterThan(20);
    }
}
