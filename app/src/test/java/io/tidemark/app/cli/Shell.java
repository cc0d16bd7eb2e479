package io.tidemark.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.app.cli.verb.CommandContext;
import io.tidemark.app.cli.verb.GlobalOptions;
import io.tidemark.app.cli.verb.StopSignal;
import io.tidemark.crash.FileTree;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Runs commands as a shell would, in this process: on one home, with a clock of the test's choice, nobody at a terminal.
public final class Shell {
    private final Path home;
    private Map<String, String> environment = Map.of();
    private final InstantSource clock;

    /// What a command left behind.
    ///
    /// @param code its exit code
    /// @param out  what it wrote to the standard output
    /// @param err  what it wrote to the standard error
    @SuppressWarnings("ArrayRecordComponent") // looked into, never compared
    public record Run(int code, byte[] out, String err) {
        String text() {
            return new String(out, StandardCharsets.UTF_8);
        }

        /// The lines of the standard output.
        public List<String> lines() {
            return text().lines().toList();
        }

        /// It ended well.
        public Run succeeds() {
            assertThat(code).as("exit code of a command that said: %s", err).isZero();
            return this;
        }

        /// It ended with that code, whatever it said.
        Run exits(int expected) {
            assertThat(code).as("exit code of a command that said: %s", err).isEqualTo(expected);
            return this;
        }

        /// It ended with that code and one line on the standard error, which says that.
        Run fails(int expected, String... said) {
            assertThat(code).as("exit code of a command that said: %s", err).isEqualTo(expected);
            assertThat(err.lines()).as("lines on the standard error").hasSize(1);
            assertThat(err).startsWith("tidemark: ").contains(said);
            return this;
        }
    }

    /// Runs commands on that home.
    public Shell(Path home, InstantSource clock) {
        this.home = home;
        this.clock = clock;
    }

    Path home() {
        return home;
    }

    /// Runs a command on the home.
    public Run run(String... args) {
        return run(InputStream.nullInputStream(), args);
    }

    /// Runs a command on the installation on AWS that the environment names.
    Run aws(String... args) {
        return run(Stream.concat(Stream.of("--store", "aws"), Stream.of(args)).toArray(String[]::new));
    }

    /// Runs a command on the home with that text as its standard input.
    Run runWithInput(String input, String... args) {
        return run(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)), args);
    }

    /// Puts lines on the home, together.
    void put(String... lines) {
        runWithInput(String.join("\n", lines), "put", "-").succeeds();
    }

    /// The disaster: the home's ledger is gone.
    void loseTheLedger() throws IOException {
        FileTree.delete(home.resolve("ledger"));
    }

    /// Runs a command on the home.
    Run run(InputStream in, String... args) {
        return runAsGiven(in, new StopSignal(),
                Stream.concat(Stream.of("--home", home.toString()), Arrays.stream(args)).toArray(String[]::new));
    }

    /// Sees an environment of those variables from now on.
    void environment(Map<String, String> variables) {
        environment = variables;
    }

    /// Runs a command with nothing added to it.
    Run runAsGiven(InputStream in, StopSignal stop, String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = TidemarkCommandLine.run(new CommandContext(in, out,
                new PrintStream(err, true, StandardCharsets.UTF_8), false, stop, clock, "tester", environment,
                new GlobalOptions()),
                args);
        return new Run(code, out.toByteArray(), err.toString(StandardCharsets.UTF_8));
    }

    /// Writes a file beside the home.
    Path file(String name, String... lines) {
        return file(name, (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /// Writes a file beside the home.
    Path file(String name, byte[] content) {
        try {
            Path file = home.resolveSibling(name);
            Files.createDirectories(file.getParent());
            return Files.write(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
