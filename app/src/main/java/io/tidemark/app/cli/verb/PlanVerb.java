package io.tidemark.app.cli.verb;

import io.tidemark.Tidemark;
import io.tidemark.app.cli.render.Fields;
import io.tidemark.app.cli.render.OutputFormat;
import io.tidemark.app.cli.render.Trees;
import io.tidemark.app.wiring.Access;
import io.tidemark.core.port.Thaw;
import io.tidemark.recovery.plan.Cost;
import io.tidemark.recovery.plan.Plan;
import io.tidemark.recovery.plan.Prices;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `plan`: what a recovery would do, and why.
@Command(name = "plan", header = "Says what a recovery would do, and why. Changes nothing.",
        description = "Reads the events that would be replayed, and says what of them is missing, damaged or in cold storage: the"
                + " exit code is 4 then. With --exclude: what taking events out would come to. With --account, --type, --source or"
                + " --from alone: how many of the events are meant; a recovery replays the others as well.")
public final class PlanVerb implements Callable<Integer> {
    private final CommandContext context;

    @Mixin
    private RecoveryTarget target = new RecoveryTarget();

    @Option(names = "--script", description = "Print the plan as a list of commands for a shell.")
    private boolean script;

    @Option(names = "--prices", paramLabel = "FILE",
            description = "Prices in place of those that are known: lines of name=dollars.")
    private @Nullable Path prices;

    /// The command over that context.
    public PlanVerb(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        Prices asked = prices == null ? Prices.known() : prices(prices);
        Plan plan;
        try (Tidemark tidemark = context.open(Access.READ);
                ProgressLine progress = context.cuttingProgress("read", "records")) {
            plan = tidemark.plan(target.request(tidemark, context, true, null, null), progress);
        }
        warnOfPassedOver(context, plan);
        if (script) {
            context.out().write((String.join("\n", new PlanScript(context, target).of(plan)) + "\n")
                    .getBytes(StandardCharsets.UTF_8));
        } else {
            show(plan, cost(plan, asked));
        }
        Plan.Loss loss = plan.loss();
        if (loss != null && !loss.accepted()) {
            context.tell("tidemark: " + Summaries.waysOutOf(loss));
        }
        return plan.missing().isEmpty() && plan.places().cold().isEmpty() ? ExitCodes.DONE : ExitCodes.INCOMPLETE;
    }

    private void show(Plan plan, @Nullable Cost cost) throws IOException {
        boolean table = context.globals().output() == OutputFormat.TABLE;
        Fields fields = table
                ? ExclusionSummary.add(Summaries.of(plan), plan, target.selection().preview())
                : Trees.fields(plan.toTree());
        if (cost != null) {
            if (table) {
                fields.add("cost", cost.text() + (context.onAws() ? " on AWS" : ", where the bundles are on S3") + ": "
                        + cost.items().stream().map(item -> item.count() + " " + item.what())
                                .collect(Collectors.joining(", ")));
            } else {
                fields.add("cost", Trees.fields(cost.toTree()));
            }
        }
        context.show(fields);
    }

    private static @Nullable Cost cost(Plan plan, Prices prices) {
        Plan.Written written = plan.work().written();
        if (written != null) {
            return Cost.ofTables(written.attempts(), written.entries(), written.accounts(), prices);
        }
        return plan.places().cold().isEmpty() ? null : Cost.ofThawing(plan, Thaw.Tier.STANDARD, prices);
    }

    private static Prices prices(Path file) throws IOException {
        try {
            return Prices.known().with(Files.readString(file));
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(ExitCodes.USAGE, file + ": " + e.getMessage(), e);
        } catch (CharacterCodingException e) {
            throw new CommandFailure(ExitCodes.USAGE, file + " is not a text in UTF-8", e);
        }
    }

    /// Names the snapshots that do not serve; that leaves the exit code alone.
    static void warnOfPassedOver(CommandContext context, Plan plan) {
        for (Plan.PassedOver passed : plan.base().passedOver()) {
            context.warn("snapshot " + passed.id() + " is passed over: " + FailureLine.of(passed.reason()));
        }
    }
}
