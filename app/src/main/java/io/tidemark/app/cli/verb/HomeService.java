package io.tidemark.app.cli.verb;

import io.tidemark.Tidemark;
import io.tidemark.TidemarkOptions;
import io.tidemark.app.owner.Owner;
import io.tidemark.app.owner.Request;
import io.tidemark.app.owner.Service;
import io.tidemark.app.wiring.Machine;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.function.Consumer;

/// Runs commands of other processes on a home that this one has open. Safe for use by many threads.
public final class HomeService implements Service {
    private final Tidemark tidemark;
    private final InstantSource clock;
    private final CommandRunner runner;
    private final Consumer<String> told;

    private HomeService(Tidemark tidemark, InstantSource clock, CommandRunner runner, Consumer<String> told) {
        this.tidemark = tidemark;
        this.clock = clock;
        this.runner = runner;
        this.told = told;
    }

    /// Begins to serve a home to other processes of this user, until the result is closed.
    ///
    /// @param tidemark a home that is open for writing, and stays so until the result is closed
    /// @param clock    tells commands the time
    /// @param runner   runs a command
    /// @param told     hears of trouble, and of what makes processing wait, on one line each
    /// @throws IOException           when there can be no socket in the home
    /// @throws IllegalStateException when the home was opened for reading
    public static Owner serve(Tidemark tidemark, InstantSource clock, CommandRunner runner, Consumer<String> told)
            throws IOException {
        // Who does not have the home must not take the place of whoever has.
        tidemark.lend(TidemarkOptions.DEFAULT).close();
        return Owner.serve(Path.of(tidemark.place()), new HomeService(tidemark, clock, runner, told),
                Machine.programVersion(), told);
    }

    @Override
    public boolean isBusy() {
        return tidemark.isBusy();
    }

    @Override
    public Command command(Request request, InputStream in, OutputStream out, OutputStream err) {
        StopSignal stop = new StopSignal();
        PrintStream messages = new PrintStream(new BufferedOutputStream(err), true, StandardCharsets.UTF_8);
        CommandContext context = new CommandContext(in, out, messages, request.terminal(), stop, clock,
                request.operator(), request.environment(), new GlobalOptions(),
                new Visit(tidemark, Path.of(request.directory()), told));
        return new Command() {
            @Override
            public int run() {
                int code = runner.run(context, request.args().toArray(String[]::new));
                messages.flush();
                return code;
            }

            @Override
            public void stop() {
                stop.request();
            }
        };
    }
}
