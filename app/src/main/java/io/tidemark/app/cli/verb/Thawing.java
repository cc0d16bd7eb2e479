package io.tidemark.app.cli.verb;

import io.tidemark.Tidemark;
import io.tidemark.core.port.Bundles;
import io.tidemark.core.port.Thaw;
import io.tidemark.recovery.plan.Places;
import io.tidemark.recovery.plan.Plan;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/// Has the bundles thawed that a recovery needs, and waits for them.
final class Thawing {
    private static final long LOOK_MS = 100;

    private final CommandContext context;
    private final Tidemark tidemark;

    Thawing(CommandContext context, Tidemark tidemark) {
        this.context = context;
        this.tidemark = tidemark;
    }

    /// Refuses a plan that needs bundles that are cold.
    static void refuse(Plan plan) {
        if (!plan.places().cold().isEmpty()) {
            throw new CommandFailure(ExitCodes.INCOMPLETE, "nothing was changed: " + plan.places().cold().size()
                    + " bundles are in cold storage; recover --thaw has them thawed and waits, or run `tidemark thaw "
                    + names(plan) + "` and recover later");
        }
    }

    private static String names(Plan plan) {
        List<Places.Cold> cold = plan.places().cold();
        return cold.size() > 3 ? "--all" : String.join(" ", cold.stream().map(each -> each.bundle().id()).toList());
    }

    /// Asks for the bundles and waits until all can be read.
    ///
    /// @return false when the command was asked to end before
    boolean await(Plan plan, Thaw how) {
        List<String> ids = plan.places().cold().stream().map(each -> each.bundle().id()).toList();
        if (ids.isEmpty()) {
            return true;
        }
        List<Bundles.Bundle> thawing = tidemark.bundles().thaw(ids, how);
        Instant ready = thawing.stream().map(Bundles.Bundle::readyAt).filter(each -> each != null)
                .max(Comparator.naturalOrder()).orElse(context.clock().instant());
        context.tell("thawing " + ids.size() + (ids.size() == 1 ? " bundle" : " bundles") + "; all can be read from "
                + ready + " on. Ctrl-C ends the waiting, not the thawing");
        try {
            while (context.clock().instant().isBefore(ready)) {
                long left = Duration.between(context.clock().instant(), ready).toMillis();
                if (context.stop().await(Math.clamp(left, 1, LOOK_MS))) {
                    return false;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        return true;
    }
}
