package io.tidemark.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.app.cli.verb.CommandContext;
import io.tidemark.app.cli.verb.GlobalOptions;
import io.tidemark.app.cli.verb.StopSignal;
import io.tidemark.testkit.time.ManualClock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FollowCommandTest {
    private static final long PATIENCE_SECONDS = 60;

    @TempDir
    Path folder;

    private final ManualClock clock = ManualClock.atNewYear();
    private final StopSignal stop = new StopSignal();
    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private Shell shell = new Shell(Path.of(""), clock);
    private Path inbox = Path.of("");

    @BeforeEach
    void begin() {
        shell = new Shell(folder.resolve("home"), clock);
        inbox = folder.resolve("in box");
        shell.runWithInput(Lines.SALARY, "put", "-").succeeds();
    }

    @AfterEach
    void end() {
        stop.request();
    }

    private CompletableFuture<Integer> follow(String... more) {
        PrintStream err = new PrintStream(OutputStreamOfLines.to(told), true, StandardCharsets.UTF_8);
        CommandContext context = new CommandContext(InputStream.nullInputStream(), out, err, false, stop, clock,
                "tester", Map.of(), new GlobalOptions());
        String[] args = Stream
                .concat(Stream.of("--home", shell.home().toString(), "process", "--follow"),
                        Arrays.stream(more))
                .toArray(String[]::new);
        return CompletableFuture.supplyAsync(() -> TidemarkCommandLine.run(context, args),
                runnable -> Thread.ofPlatform().daemon().start(runnable));
    }

    private void awaitTold(String text) throws InterruptedException {
        for (String line = told.poll(PATIENCE_SECONDS, TimeUnit.SECONDS); line != null; line = told
                .poll(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            if (line.contains(text)) {
                return;
            }
        }
        throw new AssertionError("it was never said: " + text);
    }

    private void drop(String name, String... lines) throws IOException {
        Files.createDirectories(inbox);
        Path written = Files.writeString(inbox.resolve("." + name), String.join("\n", lines) + "\n");
        Files.move(written, inbox.resolve(name));
    }

    @Test
    void files_are_taken_as_they_are_dropped_and_a_request_to_stop_ends_it_in_order() throws Exception {
        drop("1.ndjson", Lines.withdrawal("w1", "1", "10"));
        CompletableFuture<Integer> ended = follow("--inbox", inbox.toString());
        awaitTold("position 2");
        drop("2.ndjson", Lines.withdrawal("w2", "1", "500"), "nonsense");
        awaitTold("refused: " + inbox.resolve("2.ndjson") + ":2: ");
        awaitTold("position 3");
        drop("cash_withdrawal_w3.event", "{\"EventTimeStamp\": 1, \"SourceAccount\": \"1\", \"Amount\": \"5\"}");
        awaitTold("position 4");
        stop.request();

        assertThat(ended.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8).lines()).contains("files       3", "put         3",
                "refused     1", "position    4");
        assertThat(shell.run("accounts", "--output", "csv").succeeds().lines().get(1)).startsWith("1,85.00,85.00,3,");
        assertThat(inbox.resolve(".done/1.ndjson")).exists();
        assertThat(inbox.resolve(".done/cash_withdrawal_w3.event")).exists();
        assertThat(inbox.resolve(".refused/2.ndjson")).exists();
        assertThat(inbox.resolve(".refused/2.ndjson.why")).content().startsWith("line 2: ");
    }

    @Test
    void the_inbox_is_in_the_home_unless_another_is_named() throws Exception {
        CompletableFuture<Integer> ended = follow();
        awaitTold("following " + shell.home().resolve("inbox"));
        inbox = shell.home().resolve("inbox");
        drop("1.ndjson", Lines.withdrawal("w1", "1", "10"));
        awaitTold("position 2");
        drop("1.ndjson", Lines.withdrawal("w1", "1", "10"));
        awaitTold("duplicates 1");
        stop.request();

        assertThat(ended.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isZero();
        assertThat(inbox.resolve(".done/1.ndjson.2")).exists();
    }

    @Test
    void snapshots_are_taken_as_often_as_asked_while_there_is_something_new() throws Exception {
        CompletableFuture<Integer> ended = follow("--inbox", inbox.toString(), "--snapshot-every", "1h");
        awaitTold("following");
        clock.advance(Duration.ofMinutes(59));
        drop("1.ndjson", Lines.withdrawal("w1", "1", "10"));
        awaitTold("position 2");
        clock.advance(Duration.ofMinutes(2));
        awaitTold("took snapshot");
        clock.advance(Duration.ofHours(2));
        drop("2.ndjson", Lines.withdrawal("w1", "1", "10"));
        awaitTold("duplicates 1");
        stop.request();

        assertThat(ended.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isZero();
        assertThat(Json.array(shell.run("snapshot", "list", "--output", "json").succeeds()))
                .extracting(snapshot -> snapshot.get("position")).containsExactly(2L);
    }

    @Test
    void a_length_of_time_that_is_none_is_a_matter_of_usage() {
        shell.run("process", "--follow", "--snapshot-every", "soon").fails(2, "--snapshot-every", "soon");
        shell.run("process", "--follow", "--snapshot-every", "0s").fails(2, "--snapshot-every");
    }
}
