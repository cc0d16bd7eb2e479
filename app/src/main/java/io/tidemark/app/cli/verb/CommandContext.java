package io.tidemark.app.cli.verb;

import io.tidemark.app.cli.render.Display;
import io.tidemark.app.cli.render.Fields;
import io.tidemark.app.cli.render.Rows;
import io.tidemark.Tidemark;
import io.tidemark.TidemarkOptions;
import io.tidemark.app.wiring.Access;
import io.tidemark.recovery.receipt.Issued;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.InstantSource;
import java.util.Map;
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
public record CommandContext(InputStream in, OutputStream out, PrintStream err, boolean terminal, StopSignal stop,
        InstantSource clock, String operator, Map<String, String> environment, GlobalOptions globals) {

    /// Opens the home that the global options name.
    ///
    /// @throws io.tidemark.core.port.StorageException as [Tidemark#open(java.nio.file.Path, TidemarkOptions)] does
    public Tidemark open(Access access) {
        return open(options(access));
    }

    /// Opens the home that the global options name, in another way than the default one.
    public Tidemark open(TidemarkOptions options) {
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

    /// Tells people something that is not part of the answer, on one line.
    public void tell(String message) {
        err.println(message);
    }

    /// A warning: the exit code does not change.
    public void warn(String message) {
        err.println("tidemark: warning: " + message);
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
        return new ProgressLine(err, terminal, clock, work, unit);
    }
}
