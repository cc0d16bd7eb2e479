package io.tidemark.app.cli;

import io.tidemark.app.cli.verb.CommandContext;
import io.tidemark.app.cli.verb.GlobalOptions;
import io.tidemark.app.cli.verb.StopSignal;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A `process --follow` that owns a home, on a thread of this process.
final class Follower implements AutoCloseable {
    static final long PATIENCE_SECONDS = 60;

    private final StopSignal stop = new StopSignal();
    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> ended;

    private Follower(Path home, InstantSource clock) {
        CommandContext context = new CommandContext(InputStream.nullInputStream(), new ByteArrayOutputStream(),
                new PrintStream(OutputStreamOfLines.to(told), true, StandardCharsets.UTF_8), false, stop, clock,
                "owner", Map.of(), new GlobalOptions());
        ended = CompletableFuture.supplyAsync(
                () -> TidemarkCommandLine.run(context, "--home", home.toString(), "process", "--follow"),
                runnable -> Thread.ofPlatform().daemon().start(runnable));
    }

    /// Follows a home, and serves it from now on.
    static Follower of(Path home, InstantSource clock) throws InterruptedException {
        Follower follower = new Follower(home, clock);
        follower.awaitTold("following");
        return follower;
    }

    /// Waits until it says that.
    void awaitTold(String text) throws InterruptedException {
        for (String line = told.poll(PATIENCE_SECONDS, TimeUnit.SECONDS); line != null; line = told
                .poll(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            if (line.contains(text)) {
                return;
            }
        }
        throw new AssertionError("it was never said: " + text);
    }

    /// Asks it to end.
    void stop() {
        stop.request();
    }

    /// Ends it.
    ///
    /// @return its exit code
    int end() throws Exception {
        stop();
        return ended.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        stop();
        ended.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }
}
