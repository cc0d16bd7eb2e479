package io.tidemark.app.cli.verb;

import io.tidemark.RecoverOptions;
import io.tidemark.Tidemark;
import io.tidemark.app.reading.HistoryGap;
import io.tidemark.core.pipeline.Progress;
import io.tidemark.recovery.plan.Plan;
import io.tidemark.recovery.plan.PlanRequest;
import io.tidemark.recovery.replay.RecoveryResult;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/// Completes the history of a ledger that came into force before it was proven, in a thread of its own, while whoever owns the home goes
/// on. What it comes to is told.
final class HistoryCompletion implements AutoCloseable {
    private final CommandContext context;
    private final Tidemark tidemark;
    private final @Nullable Thread thread;
    private volatile boolean ended;

    /// Begins, when there is something to complete.
    HistoryCompletion(CommandContext context, Tidemark tidemark) {
        this.context = context;
        this.tidemark = tidemark;
        HistoryGap gap = tidemark.historyGap();
        if (gap == null) {
            thread = null;
        } else {
            context.tell(gap.text());
            thread = Thread.ofPlatform().daemon().name("tidemark-history").start(this::run);
        }
    }

    private void run() {
        try {
            Plan plan = tidemark.plan(PlanRequest.DEFAULT, Progress.NONE);
            if (plan.action() != Plan.Action.COMPLETE) {
                context.warn(plan.summary());
                return;
            }
            RecoveryResult result = tidemark.recover(plan,
                    RecoverOptions.DEFAULT.withStop(() -> ended || context.stop().getAsBoolean()), Progress.NONE);
            context.tell(result.outcome() == RecoveryResult.Outcome.DONE
                    ? "the history is complete and proven"
                    : "tidemark: the history is not complete or does not meet the snapshot ("
                            + Summaries.differencesText(result.differences()) + "); run `tidemark plan`");
        } catch (CancellationException _) {
            context.tell("the history is not complete yet; it is gone on with the next time");
        } catch (RuntimeException e) {
            context.warn("the history could not be completed: " + FailureLine.of(e.getMessage()));
        }
    }

    /// Has it end, and waits for that.
    @Override
    public void close() {
        ended = true;
        if (thread != null) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                // It ends by itself; closing the home waits for it.
                Thread.currentThread().interrupt();
            }
        }
    }
}
