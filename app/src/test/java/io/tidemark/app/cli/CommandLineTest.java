package io.tidemark.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.app.cli.verb.StopSignal;
import io.tidemark.testkit.time.ManualClock;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CommandLineTest {
    @TempDir
    Path folder;

    private Shell shell = new Shell(Path.of(""), ManualClock.atNewYear());

    @BeforeEach
    void begin() {
        shell = new Shell(folder.resolve("home"), ManualClock.atNewYear());
    }

    private Shell.Run plainly(String... args) {
        return shell.runAsGiven(InputStream.nullInputStream(), new StopSignal(), args);
    }

    static Stream<String> commands() {
        return Commands.ALL.keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void every_help_text_has_the_table_of_exit_codes_and_the_global_options(String command) {
        Shell.Run run = plainly(command, "--help").succeeds();

        assertThat(run.text()).contains("Usage: tidemark " + command, "Exit codes:", "--home", "--store", "--output",
                "--verbose", "5     refused").doesNotContain("null");
        assertThat(run.err()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void help_lists_every_command(String command) {
        assertThat(plainly("--help").succeeds().text()).containsPattern("(?m)^  " + command + " ");
    }

    @Test
    void global_options_may_stand_before_or_after_the_command() {
        shell.runWithInput(Lines.SALARY, "put", "-").succeeds();
        String home = shell.home().toString();

        String before = plainly("--home", home, "--output", "csv", "status").succeeds().text();

        assertThat(plainly("status", "--home", home, "--output", "csv").succeeds().text()).isEqualTo(before);
        assertThat(plainly("--home=" + home, "status", "--output=csv").succeeds().text()).isEqualTo(before);
        assertThat(plainly("--verbose", "--output", "CSV", "status", "--home=" + home).succeeds().text())
                .isEqualTo(before);
        plainly("snapshot", "list", "--home", home).succeeds();
        plainly("snapshot", "--home", home, "list").succeeds();
        plainly("--home", home, "--store", "embedded", "snapshot", "list").succeeds();
    }

    @Test
    void without_a_command_the_usage_is_shown() {
        assertThat(plainly().code()).isEqualTo(2);
        assertThat(plainly().err()).contains("Usage: tidemark ");
        assertThat(plainly("snapshot").code()).isEqualTo(2);
        assertThat(plainly("snapshot").err()).contains("Usage: tidemark snapshot ");
    }

    @Test
    void what_is_not_understood_is_a_matter_of_usage() {
        plainly("frobnicate").fails(2, "there is no command frobnicate", "tidemark --help");
        plainly("status", "--frobnicate").fails(2, "--frobnicate", "tidemark status --help");
        plainly("status", "--output", "xml").fails(2, "--output", "xml");
        plainly("put").fails(2, "PATH");
        plainly("cat").fails(2, "KEY");
        plainly("snapshot", "frobnicate").fails(2, "frobnicate");
        plainly("status", "--home").fails(2, "--home");
    }

    @Test
    void what_names_an_installation_on_aws_is_asked_for() {
        shell.run("--store", "aws", "status").fails(2, "not set: NEW_EVENT_BUCKET_NAME_PARAM");
        shell.run("status", "--store", "azure").fails(2, "azure");
        plainly("status", "--store", "aws", "--help").succeeds();
    }

    @Test
    void the_trace_of_a_failure_is_shown_when_it_is_asked_for() {
        assertThat(shell.run("status").err()).doesNotContain("\tat ");
        assertThat(shell.run("status", "--verbose").err()).startsWith("tidemark: ").contains("\tat io.tidemark.");
    }

    @Test
    void the_version_is_told() {
        assertThat(plainly("--version").succeeds().text()).startsWith("tidemark 0.");
    }
}
