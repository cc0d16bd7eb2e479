package io.tidemark.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.Tidemark;
import io.tidemark.TidemarkOptions;
import io.tidemark.app.wiring.Access;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A process that owns a home and processes that reach it, and `kill -9` for each side.
class OwnedHomeTest {
    private static final int LINES = 12_000;
    private static final int PATIENCE_SECONDS = 60;

    @TempDir
    private Path work;

    private static long attempts(Path home) {
        try (Tidemark tidemark = Tidemark.open(home, TidemarkOptions.DEFAULT.withAccess(Access.READ))) {
            return tidemark.status().attempts();
        }
    }

    /// Waits until there are more attempts than that, while a caller waits for more input.
    private static void awaitMore(Path home, long than, ChildProcess caller) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (attempts(home) <= than) {
            assertThat(caller.runsFor(1000)).as("the caller waits for more input").isTrue();
            assertThat(System.nanoTime()).as("more than %s attempts come in time", than).isLessThan(end);
        }
    }

    @Test
    void a_killed_caller_and_a_killed_owner_lose_nothing_that_was_acknowledged() throws Exception {
        Path home = work.resolve("home");
        Path input = work.resolve("events.ndjson");
        EventStream.write(LINES, 20, input);
        List<String> lines = Files.readAllLines(input);
        Path first = Files.write(work.resolve("first.ndjson"), lines.subList(0, 100));
        ChildProcess.command(work, home, "put", first.toString()).succeeds();

        ChildProcess owner = ChildProcess.command(work, home, "process", "--follow");
        owner.awaitFile(home.resolve("SOCKET"));

        // A caller that feeds the owner from a pipe is killed when part of it has arrived.
        ChildProcess caller = ChildProcess.command(work, home, "put", "-");
        caller.writes(lines.subList(100, 6000));
        awaitMore(home, 1000, caller);
        assertThat(caller.kill()).isTrue();

        // The owner is there for the next one, who reaches it from another directory and has the same put again.
        assertThat(ChildProcess.command(work, home, "put", first.toString()).succeeds())
                .anyMatch(line -> line.matches("put +0"));

        // The owner is killed while it works for a caller: that one ends with one line.
        ChildProcess left = ChildProcess.command(work, home, "put", "-");
        long before = attempts(home);
        left.writes(lines.subList(6000, 7000));
        awaitMore(home, before, left);
        assertThat(owner.kill()).isTrue();
        assertThat(left.fails(1)).hasSize(1).first().asString().startsWith("tidemark: process ")
                .contains("ended before the command did");
        assertThat(home.resolve("SOCKET")).exists();

        // What it left behind is in nobody's way; the same again, alone, completes everything.
        ChildProcess.command(work, home, "put", input.toString()).succeeds();
        ChildProcess.command(work, home, "process").succeeds();
        ChildProcess.command(work, home, "verify").succeeds();
        assertThat(attempts(home)).isEqualTo(EventStream.generated(LINES, 20).distinct().size());
        try (Stream<Path> inside = Files.list(home.resolve("tmp"))) {
            assertThat(inside).isEmpty();
        }
    }
}
