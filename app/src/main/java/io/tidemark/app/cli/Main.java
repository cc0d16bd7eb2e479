package io.tidemark.app.cli;

import io.tidemark.app.cli.verb.CommandContext;
import io.tidemark.app.cli.verb.ExitCodes;
import io.tidemark.app.cli.verb.GlobalOptions;
import io.tidemark.app.cli.verb.StopSignal;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// The program's entry: runs one command and exits with its code.
///
/// Ctrl-C and SIGTERM ask the command to end; it finishes the step that it is in, and the process ends with the command's code. A
/// command that has no steps is cut off.
public final class Main {
    private static final int OUT_BUFFER_BYTES = 64 * 1024;
    private static final int LONGEST_END_SECONDS = 20;

    private Main() {}

    /// Runs the command that the arguments name and ends the process with its exit code.
    ///
    /// @param args the command line, without the program's name
    public static void main(String[] args) {
        StopSignal stop = new StopSignal();
        CountDownLatch done = new CountDownLatch(1);
        AtomicInteger exitCode = new AtomicInteger(ExitCodes.UNEXPECTED);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            stop.request();
            boolean ended = (stop.isHeeded() || done.getCount() == 0) && awaitEnd(done);
            // Left alone, a signal would make the virtual machine end with a code of its own.
            Runtime.getRuntime().halt(ended ? exitCode.get() : ExitCodes.INTERRUPTED);
        }, "tidemark-shutdown"));
        try {
            exitCode.set(TidemarkCommandLine.run(context(stop), args));
        } finally {
            done.countDown();
        }
        System.exit(exitCode.get());
    }

    private static CommandContext context(StopSignal stop) {
        return new CommandContext(new BufferedInputStream(new FileInputStream(FileDescriptor.in)),
                new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), OUT_BUFFER_BYTES),
                new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
                isTerminal(), stop, InstantSource.system(),
                System.getProperty("user.name", "unknown"), System.getenv(), new GlobalOptions());
    }

    /// Whether a person sits at a terminal. Which console the platform offers, and whether it offers one without a terminal, is a
    /// matter of its version and settings.
    @SuppressWarnings("SystemConsoleNull")
    private static boolean isTerminal() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }

    /// What takes longer than this is cut off: every state that a command can leave behind is one to go on from.
    private static boolean awaitEnd(CountDownLatch done) {
        try {
            return done.await(LONGEST_END_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            return false;
        }
    }
}
