package io.tidemark.app.cli.verb;

import io.tidemark.Tidemark;
import io.tidemark.app.cli.render.OutputFormat;
import io.tidemark.app.cli.render.Trees;
import io.tidemark.app.wiring.Access;
import io.tidemark.recovery.plan.Plan;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `plan`: what a recovery would do, and why.
@Command(name = "plan", header = "Says what a recovery would do, and why. Changes nothing.",
        description = "Reads the events that would be replayed, and says what of them is missing, damaged or in cold storage: the"
                + " exit code is 4 then.")
public final class PlanVerb implements Callable<Integer> {
    private final CommandContext context;

    @Mixin
    private RecoveryTarget target = new RecoveryTarget();

    /// The command over that context.
    public PlanVerb(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        Plan plan;
        try (Tidemark tidemark = context.open(Access.READ);
                ProgressLine progress = context.progress("read", "records")) {
            plan = tidemark.plan(target.request(true), progress);
        }
        warnOfPassedOver(context, plan);
        context.show(context.globals().output() == OutputFormat.TABLE
                ? Summaries.of(plan)
                : Trees.fields(plan.toTree()));
        Plan.Loss loss = plan.loss();
        if (loss != null && !loss.accepted()) {
            context.tell("tidemark: " + Summaries.waysOutOf(loss));
        }
        return plan.missing().isEmpty() && plan.places().cold().isEmpty() ? ExitCodes.DONE : ExitCodes.INCOMPLETE;
    }

    /// Names the snapshots that do not serve; that leaves the exit code alone.
    static void warnOfPassedOver(CommandContext context, Plan plan) {
        for (Plan.PassedOver passed : plan.base().passedOver()) {
            context.warn("snapshot " + passed.id() + " is passed over: " + FailureLine.of(passed.reason()));
        }
    }
}
