package io.tidemark.app.cli;

import io.tidemark.Tidemark;
import io.tidemark.app.cli.verb.CommandContext;
import io.tidemark.app.cli.verb.CommandFailure;
import io.tidemark.app.cli.verb.ExitCodes;
import io.tidemark.app.cli.verb.FailureLine;
import io.tidemark.app.cli.verb.GlobalOptions;
import io.tidemark.app.cli.verb.HandOver;
import io.tidemark.app.cli.verb.HomeService;
import io.tidemark.app.owner.Owner;
import io.tidemark.app.owner.OwnerConnection;
import io.tidemark.app.owner.Request;
import io.tidemark.app.wiring.Machine;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import picocli.CommandLine;

/// The whole command line over one context: finds the command, runs it, turns what goes wrong into one line and an exit code.
public final class TidemarkCommandLine {
    private static final int HELP_WIDTH = 110;

    private final CommandContext context;
    private final FailureText failures;

    private TidemarkCommandLine(CommandContext context) {
        this.context = context;
        failures = new FailureText(context);
    }

    /// Runs one command. Never throws and does not end the process.
    ///
    /// @param context what the command works with; its global options are filled in
    /// @param args    the command line, without the program's name
    /// @return the exit code, one of [ExitCodes]
    public static int run(CommandContext context, String... args) {
        return new TidemarkCommandLine(context).execute(args);
    }

    /// Lets commands of other processes of this user reach a home that this process has open, as `process --follow` does. Off unless it is
    /// called: an application that embeds Tidemark may offer it.
    ///
    /// @param tidemark a home that is open for writing; close the result before it
    /// @param told     hears of trouble, and of what makes processing wait, on one line each
    /// @throws IOException           when there can be no socket in the home
    /// @throws IllegalStateException when the home was opened for reading
    public static Owner serve(Tidemark tidemark, Consumer<String> told) throws IOException {
        return HomeService.serve(tidemark, Machine.clock(), TidemarkCommandLine::run, told);
    }

    private int execute(String... args) {
        int code;
        try {
            code = commandLine(args).execute(args);
        } catch (Error e) {
            // Whatever it is, whoever ran the command is told in the same way.
            code = report(e);
        }
        try {
            context.out().flush();
            return code;
        } catch (IOException e) {
            // A command that has failed has said why: most likely because of this.
            return code == ExitCodes.DONE ? report(e) : code;
        }
    }

    /// Only the command that is named is built: picocli looks at every option of every command that it knows, and most starts need
    /// one. Help, and a command that does not exist, get to see all of them.
    private CommandLine commandLine(String... args) {
        CommandLine root = new CommandLine(new TidemarkCommand(context.globals()));
        String named = Commands.named(args);
        Function<CommandContext, CommandLine> wanted = named == null ? null : Commands.ALL.get(named);
        if (named != null && wanted != null) {
            root.addSubcommand(named, wanted.apply(context));
        } else {
            Commands.ALL.forEach((name, make) -> root.addSubcommand(name, make.apply(context)));
            root.addSubcommand(new CommandLine.HelpCommand());
        }
        root.getCommandSpec().mixinStandardHelpOptions(true);
        configure(root);
        root.setOut(new PrintWriter(context.out(), false, StandardCharsets.UTF_8));
        root.setErr(new PrintWriter(context.err(), true, StandardCharsets.UTF_8));
        root.setCaseInsensitiveEnumValuesAllowed(true);
        root.setExecutionStrategy(this::runChosen);
        root.setParameterExceptionHandler((e, _) -> {
            boolean noCommand = named != null && wanted == null
                    && e instanceof CommandLine.UnmatchedArgumentException;
            context.err().println(FailureText.PREFIX
                    + FailureLine.of(noCommand ? "there is no command " + named : e.getMessage()) + " (see '"
                    + e.getCommandLine().getCommandSpec().qualifiedName() + " --help')");
            return ExitCodes.USAGE;
        });
        root.setExecutionExceptionHandler(
                (e, _, chosen) -> e instanceof HandOver over ? handOver(over, chosen.expandedArgs()) : report(e));
        if (context.visit() != null) {
            // What whoever asked has read and resolved already is not read again.
            root.setExpandAtFiles(false);
            root.registerConverter(Path.class, given -> context.file(Path.of(given)));
        }
        return root;
    }

    private static void configure(CommandLine command) {
        CommandLine.Model.CommandSpec spec = command.getCommandSpec();
        if (spec.findOption("--help") == null) {
            spec.addOption(CommandLine.Model.OptionSpec.builder("-h", "--help").usageHelp(true)
                    .description("Show this help and exit.").build());
        }
        spec.usageMessage().width(HELP_WIDTH).exitCodeListHeading("%nExit codes:%n").exitCodeList(ExitCodes.table());
        command.getSubcommands().values().forEach(TidemarkCommandLine::configure);
    }

    private int runChosen(CommandLine.ParseResult chosen) {
        if (CommandLine.printHelpIfRequested(chosen)) {
            return ExitCodes.DONE;
        }
        return new CommandLine.RunLast().execute(chosen);
    }

    /// Has the process that has the home run the command.
    private int handOver(HandOver over, List<String> args) {
        Request request = new Request(args, Path.of("").toAbsolutePath().toString(), context.operator(),
                context.terminal(), context.environment());
        try (OwnerConnection owner = over.owner()) {
            return owner.run(request, context.in(), context.out(), context.err(), context.stop()::await);
        } catch (IOException e) {
            return report(e);
        }
    }

    private int report(Throwable e) {
        CommandFailure failure = failures.of(e);
        context.tell(FailureText.PREFIX + FailureLine.of(failure.getMessage()));
        if (context.globals().verbose()) {
            e.printStackTrace(context.err());
        }
        return failure.exitCode();
    }
}
