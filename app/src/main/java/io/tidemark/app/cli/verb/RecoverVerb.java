package io.tidemark.app.cli.verb;

import io.tidemark.RecoverOptions;
import io.tidemark.Tidemark;
import io.tidemark.app.cli.render.Display;
import io.tidemark.app.cli.render.Fields;
import io.tidemark.app.cli.render.OutputFormat;
import io.tidemark.app.cli.render.Trees;
import io.tidemark.app.cli.render.Value;
import io.tidemark.app.wiring.Access;
import io.tidemark.core.pipeline.Progress;
import io.tidemark.recovery.plan.Places;
import io.tidemark.recovery.plan.Plan;
import io.tidemark.recovery.replay.Course;
import io.tidemark.recovery.replay.RecoveryOptions;
import io.tidemark.recovery.replay.RecoveryOptions.Opening;
import io.tidemark.recovery.replay.RecoveryResult;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `recover`: carries a plan out, proves the result and puts it into force.
@Command(name = "recover",
        header = "Makes the ledger anew from a snapshot and the events, proves it, and puts it into force.",
        description = {
                "Shows its plan and asks. Until the new ledger is proven, the one from before stays in force; it is kept"
                        + " until recover --discard. Where none can be used, the new one is opened from the snapshot at once, and"
                        + " its history is filled in and proven while business goes on: accounts that differ then are named.",
                "A recovery that was killed goes on where it was.",
                "Proven on the way: the invariants, the chain heads of every snapshot that is passed, and that every event is"
                        + " accounted for. With --prove a second, simpler reader folds all events again and everything is"
                        + " compared.",
                "With --exclude, the effects of events are taken out, on record: no later processing or recovery brings them"
                        + " back. Everything else stays as it was decided, and accounts that are not reached stay the same to the"
                        + " last digest."})
public final class RecoverVerb implements Callable<Integer> {
    private final CommandContext context;

    @Mixin
    private RecoveryTarget target = new RecoveryTarget();

    @Option(names = "--prove",
            description = "Have the second reader read everything again before the new ledger counts.")
    private boolean prove;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why events are excluded. Kept with the decision.")
    private @Nullable String reason;

    @Option(names = "--operator", paramLabel = "NAME", description = "Who decides. Default: the user who runs this.")
    private @Nullable String operator;

    @Mixin
    private SigningOptions signing = new SigningOptions();

    @Option(names = "--thaw", description = "Have bundles thawed that are in cold storage, and wait for them.")
    private boolean thaw;

    @Mixin
    private ThawOptions thawing = new ThawOptions();

    @ArgGroup
    private When when = new When();

    /// When the new ledger comes into force.
    static final class When {
        @Option(names = "--open-first",
                description = "Open the new ledger from the snapshot at once, though the one from before could be used.")
        private boolean openFirst;

        @Option(names = "--prove-first", description = "Open the new ledger only when everything is proven.")
        private boolean proveFirst;

        private Opening opening() {
            return openFirst ? Opening.FIRST : proveFirst ? Opening.PROVEN : Opening.WHERE_NOTHING_SERVES;
        }
    }

    @Option(names = "--yes", description = "Do not ask.")
    private boolean yes;

    @Option(names = "--discard", description = "Remove the ledgers from before, if the one in force can be used.")
    private boolean discard;

    /// The command over that context.
    public RecoverVerb(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        context.handOver(Access.WRITE);
        try (Tidemark tidemark = context.open(context.options(Access.WRITE).withSigningKey(signing.key(context)))) {
            Plan plan = plan(tidemark);
            PlanVerb.warnOfPassedOver(context, plan);
            if (!thaw) {
                Thawing.refuse(plan);
            }
            Plan.Loss loss = plan.loss();
            boolean accepting = loss != null && loss.accepted();
            if (plan.action() != Plan.Action.NOTHING || discard || accepting) {
                Display.of(OutputFormat.TABLE, context.err()).show(
                        ExclusionSummary.add(Summaries.of(plan), plan, target.selection().preview()));
                confirm(plan.action() != Plan.Action.NOTHING
                        ? "Carry this out?"
                        : accepting ? "Go on without what is lost?" : "Remove the ledgers from before?");
            }
            // Whoever waits for new events does not wait for what is only needed for the history.
            boolean behind = RecoveryOptions.DEFAULT.withOpening(when.opening()).opensFirst(plan)
                    && plan.places().replay().getOrDefault(Places.COLD, 0L) == 0;
            if (thaw && !behind && !new Thawing(context, tidemark).await(plan, thawing.request())) {
                return ExitCodes.INTERRUPTED;
            }
            RecoveryResult result;
            try (Holding _ = context.holding("recover", "the new ledger");
                    ProgressLine progress = context.cuttingProgress("recovered", "records")) {
                result = tidemark.recover(plan, RecoverOptions.DEFAULT.withProve(prove).withOpening(when.opening())
                        .withStop(context.cut())
                        .withOpened(course -> {
                            context.tell(Summaries.opened(course));
                            if (thaw && behind && !new Thawing(context, tidemark).await(plan, thawing.request())) {
                                throw new CancellationException(
                                        "the ledger is open, its history waits for bundles; the next recover goes on from there");
                            }
                        }), progress);
            }
            int code = exitCode(result);
            List<String> removed = discard && code == ExitCodes.DONE ? tidemark.discard() : List.of();
            if (result.decided() != null) {
                result.decided().warnings().forEach(warning -> context.warn(FailureLine.of(warning)));
            }
            context.warnOfReceipt(result.receipt());
            context.show(fields(result, removed));
            tellFailure(result);
            return code;
        }
    }

    private Plan plan(Tidemark tidemark) throws IOException {
        SelectionOptions selection = target.selection();
        if (!selection.isExcluding()) {
            if (reason != null || operator != null) {
                throw new CommandFailure(ExitCodes.USAGE, "--reason and --operator go with --exclude");
            }
            if (selection.isGiven()) {
                throw new CommandFailure(ExitCodes.USAGE,
                        "recover replays every event that the ledger needs; --account, --type,"
                                + " --source and --from select events for plan, and for --exclude");
            }
            return tidemark.plan(target.request(tidemark, context, false, null, null), Progress.NONE);
        }
        if (reason == null) {
            throw new CommandFailure(ExitCodes.USAGE, "--exclude takes --reason as well: it is kept with the decision");
        }
        String why = DecisionOptions.checked("--reason", reason);
        String who = DecisionOptions.checked("--operator", operator == null ? context.operator() : operator);
        try (ProgressLine progress = context.cuttingProgress("looked at", "records")) {
            return tidemark.plan(target.request(tidemark, context, false, who, why), progress);
        }
    }

    private void confirm(String question) throws IOException {
        if (yes) {
            return;
        }
        if (!context.terminal()) {
            throw new CommandFailure(ExitCodes.REFUSED,
                    "recover asks before it does anything, and there is no terminal to ask at; --yes answers");
        }
        context.err().print(question + " [y/N] ");
        context.err().flush();
        if (!answer(context.in()).toLowerCase(Locale.ROOT).startsWith("y")) {
            throw new CommandFailure(ExitCodes.REFUSED, "nothing was changed");
        }
    }

    private static String answer(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            line.append((char) c);
        }
        return line.toString().strip();
    }

    private static int exitCode(RecoveryResult result) {
        return switch (result.outcome()) {
            case DONE, NOTHING_TO_DO -> ExitCodes.DONE;
            case DIFFERENT -> ExitCodes.DIFFERENCE;
            case INCOMPLETE -> ExitCodes.INCOMPLETE;
        };
    }

    private Fields fields(RecoveryResult result, List<String> removed) {
        Fields fields = context.globals().output() == OutputFormat.TABLE
                ? Summaries.of(result)
                : Trees.fields(result.toTree());
        return discard ? fields.addAll("discarded", removed, Value::of) : fields;
    }

    private static String differing(Course course) {
        int many = course.differing().size();
        String accounts = many == 1 ? "account " + course.differing().getFirst() + " differs"
                : many + " accounts differ";
        if (many == 0) {
            return "the whole ledger is in doubt";
        }
        return accounts + (course.paused()
                ? (many == 1 ? " and is" : " and are") + " paused, all others are open"
                : (many == 1 ? " and stands" : " and stand") + " still with all others: processing is paused");
    }

    private static String withoutLost(Places.Lost lost, Course course) {
        Set<String> paused = new TreeSet<>(course.without());
        paused.addAll(course.differing());
        boolean arePaused = course.differing().isEmpty() || course.paused();
        return (lost.attempts() == 1 ? "1 event is lost, " : lost.attempts() + " events are lost, the first of them ")
                + lost.first().getFirst().key() + " in bundle " + lost.first().getFirst().bundle() + "; "
                + (paused.size() == 1 ? "account " + paused.iterator().next() + " is" : paused.size() + " accounts are")
                + (arePaused ? " paused for that, all others are open" : " in doubt for that")
                + ". Restore the bundles from a copy, then recover";
    }

    private void tellFailure(RecoveryResult result) {
        switch (result.outcome()) {
            case DONE, NOTHING_TO_DO -> {
                // The answer says it all.
            }
            case DIFFERENT -> context.tell(result.course().opened() != null
                    ? "tidemark: the history is not what the snapshot says ("
                            + Summaries.differencesText(result.differences()) + "); " + differing(result.course())
                            + ". Look at the differences; where the events are right, delete the snapshot and recover"
                    : "tidemark: what was recovered is not what it must be ("
                            + Summaries.differencesText(result.differences())
                            + "); the ledger from before stays in force. Look at the differences, or try --rebuild");
            case INCOMPLETE -> {
                Places.Lost without = result.course().lost();
                if (without != null) {
                    context.tell("tidemark: " + withoutLost(without, result.course()));
                    return;
                }
                Plan.Loss loss = result.plan().loss();
                if (loss == null && result.plan().action() == Plan.Action.NOTHING) {
                    context.tell("tidemark: nothing was changed; events are lost ("
                            + FailureLine.of(result.damage().getFirst().description())
                            + "). Restore their bundles from a copy, then recover");
                    return;
                }
                context.tell(loss != null && !loss.accepted()
                        ? "tidemark: nothing was changed; " + Summaries.waysOutOf(loss)
                        : result.course().opened() != null
                                ? "tidemark: events cannot be read ("
                                        + FailureLine.of(result.damage().getFirst().description())
                                        + "); the ledger is open without its history. Restore events/ from a backup"
                                : "tidemark: "
                                        + (result.decided() == null ? "events cannot be read ("
                                                : "it is not complete (")
                                        + FailureLine.of(result.damage().getFirst().description())
                                        + "); the ledger from before stays in force"
                                        + (result.decided() == null ? ". Restore events/ from a backup" : ""));
            }
        }
    }
}
