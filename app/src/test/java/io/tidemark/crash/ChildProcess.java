package io.tidemark.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.app.cli.Main;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A real process of its own that runs a main of the class path, to be killed. Not thread-safe.
final class ChildProcess {
    private static final int LONGEST_SECONDS = 120;
    private static final long LOOK_MICROS = 200;

    private final Process process;
    private final BufferedReader out;
    private final Path err;
    private final List<String> lines = new ArrayList<>();

    private ChildProcess(Process process, Path err) {
        this.process = process;
        this.err = err;
        out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /// Starts the command line on a home.
    ///
    /// @param work where the process may leave what it says
    static ChildProcess command(Path work, Path home, String... command) throws IOException {
        List<String> args = new ArrayList<>(List.of("--home", home.toString()));
        args.addAll(List.of(command));
        return start(work, Main.class, args);
    }

    /// Starts a main as the launcher does, for short commands.
    static ChildProcess start(Path work, Class<?> main, List<String> args) throws IOException {
        List<String> line = new ArrayList<>(javaCommand());
        line.add(main.getName());
        line.addAll(args);
        Path err = Files.createTempFile(work, "err", ".txt");
        return new ChildProcess(new ProcessBuilder(line).redirectError(err.toFile()).start(), err);
    }

    /// What starts a virtual machine with this one's class path; the name of a main and its arguments follow.
    static List<String> javaCommand() {
        return List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx512m",
                "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto", "-XX:-UsePerfData",
                "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", "-cp",
                System.getProperty("java.class.path"));
    }

    /// Waits so long, unless the process ends before.
    ///
    /// @return whether it still runs
    boolean runsFor(long micros) throws InterruptedException {
        return !process.waitFor(micros, TimeUnit.MICROSECONDS);
    }

    /// Waits until the process has taken a home's lock, which is when its work begins, or has ended.
    void awaitLock(Path home) throws IOException, InterruptedException {
        String holder = "process " + process.pid() + " ";
        Path lock = home.resolve("LOCK");
        while (runsFor(LOOK_MICROS) && !(Files.exists(lock) && Files.readString(lock).startsWith(holder))) {
            // Looked again after a moment.
        }
    }

    /// Waits until there is such a file, or the process has ended.
    void awaitFile(Path file) throws InterruptedException {
        while (runsFor(LOOK_MICROS) && !Files.exists(file)) {
            // Looked again after a moment.
        }
    }

    /// Gives it lines to read, and more may follow.
    void writes(List<String> input) throws IOException {
        OutputStream in = process.getOutputStream();
        in.write((String.join("\n", input) + "\n").getBytes(StandardCharsets.UTF_8));
        in.flush();
    }

    /// Waits for its end with that exit code.
    ///
    /// @return what it said on the standard error
    List<String> fails(int code) throws IOException, InterruptedException {
        output();
        assertThat(process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)).as("the process has ended").isTrue();
        List<String> said = Files.readAllLines(err);
        assertThat(process.exitValue()).as("exit code of a process that said: %s", said).isEqualTo(code);
        return said;
    }

    /// Waits for that many more lines of output, or its end.
    ///
    /// @return whether that many came
    boolean saysMore(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            if (next() == null) {
                return false;
            }
        }
        return true;
    }

    /// Kills it as `kill -9` does and waits until it is gone.
    ///
    /// @return whether that ended it; false when it had ended by itself
    boolean kill() throws InterruptedException {
        // By its handle: killed by the process object itself, what it said could not be read any more.
        process.toHandle().destroyForcibly();
        assertThat(process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)).as("the killed process is gone").isTrue();
        // 128 + 9, as shells and the platform have it for what SIGKILL ended.
        return process.exitValue() == 137;
    }

    /// Waits for its end and makes sure that it succeeded.
    ///
    /// @return its lines of output
    List<String> succeeds() throws IOException, InterruptedException {
        List<String> said = output();
        assertThat(process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)).as("the process has ended").isTrue();
        assertThat(process.exitValue()).as("exit code of a process that said: %s", Files.readString(err)).isZero();
        return said;
    }

    /// All lines of its output; waits for its end.
    List<String> output() throws IOException {
        while (next() != null) {
            // Each is kept.
        }
        return lines;
    }

    private @Nullable String next() throws IOException {
        String line = out.readLine();
        if (line != null) {
            lines.add(line);
        }
        return line;
    }
}
