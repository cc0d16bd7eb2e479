package io.tidemark.app.cli.verb;

import io.tidemark.app.cli.render.Display;
import io.tidemark.app.cli.render.Fields;
import io.tidemark.app.cli.render.Rows;
import io.tidemark.Tidemark;
import io.tidemark.TidemarkOptions;
import io.tidemark.app.owner.OwnerConnection;
import io.tidemark.app.owner.OwnerException;
import io.tidemark.app.wiring.Access;
import io.tidemark.app.wiring.Machine;
import io.tidemark.recovery.receipt.Issued;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// What a command works with.
///
/// @param in       the standard input
/// @param out      where answers go, and nothing else
/// @param err      where messages go
/// @param terminal whether a person sits at a terminal, who can be asked and shown progress
/// @param stop     tells when to end early
/// @param clock    tells the time
/// @param operator who runs the command, when no option says so
/// @param environment the environment's variables
/// @param globals  the global options; filled in before a command is called
/// @param visit    set when the command runs on behalf of another process, in the one that owns the home
public record CommandContext(InputStream in, OutputStream out, PrintStream err, boolean terminal, StopSignal stop,
        InstantSource clock, String operator, Map<String, String> environment, GlobalOptions globals,
        @Nullable Visit visit) {

    /// What a command works with that runs on its own behalf.
    public CommandContext(InputStream in, OutputStream out, PrintStream err, boolean terminal, StopSignal stop,
            InstantSource clock, String operator, Map<String, String> environment, GlobalOptions globals) {
        this(in, out, err, terminal, stop, clock, operator, environment, globals, null);
    }

    /// Opens the home that the global options name.
    ///
    /// @throws HandOver                               when another process has it and takes commands: that one runs this command
    /// @throws io.tidemark.core.port.StorageException as [Tidemark#open(java.nio.file.Path, TidemarkOptions)] does
    public Tidemark open(Access access) {
        return open(options(access));
    }

    /// Opens the home that the global options name, in another way than the default one.
    ///
    /// @throws HandOver when another process has it and takes commands: that one runs this command
    public Tidemark open(TidemarkOptions options) {
        handOver(options.access());
        return openHere(options);
    }

    /// Opens the home for a walk over much of it, beside whoever has it. Nobody waits then for whoever reads the answer.
    public Tidemark openBeside() {
        return openHere(options(Access.READ));
    }

    /// Has the command run by the process that has the home open, if there is one and it takes commands. [#open] does so by itself; a
    /// command calls this first when it does something before that.
    ///
    /// @throws HandOver when there is
    public void handOver(Access access) {
        if (onAws() || visit != null) {
            return;
        }
        OwnerConnection owner;
        try {
            owner = OwnerConnection.open(globals.home(), Machine.programVersion());
        } catch (IOException e) {
            if (access == Access.READ) {
                // Reading goes beside it.
                return;
            }
            throw new CommandFailure(ExitCodes.REFUSED, e instanceof OwnerException
                    ? String.valueOf(e.getMessage())
                    : globals.home() + " has a socket that cannot be used: " + e.getMessage(), e);
        }
        if (owner == null) {
            return;
        }
        if (access == Access.READ && owner.isBusy()) {
            owner.close();
            return;
        }
        throw new HandOver(owner);
    }

    /// Opens the home to have it for long, by its whole path: others will call it by other names.
    ///
    /// @throws io.tidemark.core.port.StorageException as [Tidemark#open(java.nio.file.Path, TidemarkOptions)] does
    public Tidemark openToOwn(TidemarkOptions options) {
        return Tidemark.open(globals.home().toAbsolutePath(), options);
    }

    /// Opens the home in this process, whoever else has it.
    ///
    /// @throws io.tidemark.core.port.StorageException as [Tidemark#open(java.nio.file.Path, TidemarkOptions)] does
    public Tidemark openHere(TidemarkOptions options) {
        if (visit != null) {
            return visit.open(options);
        }
        if (!onAws()) {
            return Tidemark.open(globals.home(), options);
        }
        try {
            return Tidemark.onAws(AwsSettings.of(environment, globals.config()), options);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(ExitCodes.USAGE, e.getMessage() + "; deploy/deploy.sh prints what to set,"
                    + " docs/aws.md says what each is for", e);
        }
    }

    /// Whether the command works on AWS and not on a home.
    public boolean onAws() {
        return globals.store() == GlobalOptions.Store.AWS;
    }

    /// What the command works on, for people.
    public String place() {
        return onAws() ? "the installation on AWS" : globals.home().toString();
    }

    /// How commands open a home.
    public TidemarkOptions options(Access access) {
        return TidemarkOptions.DEFAULT.withAccess(access).withClock(clock);
    }

    /// Shows the command's answer.
    ///
    /// @throws IOException when it cannot be written
    public void show(Fields fields) throws IOException {
        Display.of(globals.output(), out).show(fields);
    }

    /// Shows the command's answer.
    ///
    /// @throws IOException when it cannot be written
    public void show(Rows<?> rows) throws IOException {
        Display.of(globals.output(), out).show(rows);
    }

    /// Where a file is whose path was given on the command line or by the environment. All that is given as a path goes through here
    /// before it is touched; options of type [Path] have done so already.
    public Path file(Path given) {
        return visit == null ? given : visit.at(given);
    }

    /// A text with the paths in it in the form in which they were given.
    public String shown(String text) {
        return visit == null ? text : visit.shown(text, globals.home());
    }

    /// Tells people something that is not part of the answer, on one line.
    public void tell(String message) {
        err.println(shown(message));
    }

    /// Tells whoever watches the process that has the home that a command holds processing up on behalf of another process, and, on
    /// closing, that it does no longer. Nobody is told of a command that runs on its own behalf.
    ///
    /// @param work  the command
    /// @param until what processing waits for
    Holding holding(String work, String until) {
        if (visit == null) {
            return () -> {};
        }
        visit.tellHost(operator + ": " + work + " goes on; processing waits for " + until);
        return () -> visit.tellHost(operator + ": " + work + " has ended");
    }

    /// A warning: the exit code does not change.
    public void warn(String message) {
        tell("tidemark: warning: " + message);
    }

    /// Warns when a receipt could not be kept.
    void warnOfReceipt(@Nullable Issued receipt) {
        if (receipt != null && receipt.notKept() != null) {
            warn("the receipt " + receipt.id() + " is not kept: " + FailureLine.of(receipt.notKept()));
        }
    }

    /// Shows how long work goes on.
    ///
    /// @param work what is done, such as `processed`
    /// @param unit what is counted, such as `records`
    public ProgressLine progress(String work, String unit) {
        return new ProgressLine(err, terminal, clock, work, unit, () -> false);
    }

    /// The same for work that does not look whether it is to end. In a process of its own it is cut off by whatever ends that process; on
    /// behalf of another process it is cut off where it tells how far it has come.
    public ProgressLine cuttingProgress(String work, String unit) {
        return new ProgressLine(err, terminal, clock, work, unit, cut());
    }

    /// Whether work of that kind is to be cut off.
    public BooleanSupplier cut() {
        return visit == null ? () -> false : stop;
    }
}
