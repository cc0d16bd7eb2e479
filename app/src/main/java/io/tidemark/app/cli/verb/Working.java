package io.tidemark.app.cli.verb;

import io.tidemark.Tidemark;
import io.tidemark.app.cli.render.Fields;
import io.tidemark.app.cli.render.Value;
import io.tidemark.core.pipeline.Processor;
import io.tidemark.core.pipeline.Progress;
import io.tidemark.recovery.snapshot.SnapshotManifest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Does the functions' work on AWS until it is asked to end. Each round that found any is told on one line of the standard error.
final class Working {
    private final CommandContext context;
    private final Tidemark tidemark;
    private final @Nullable Duration snapshotEvery;
    private final List<String> snapshots = new ArrayList<>();
    private Instant snapshotDue;
    private boolean changed = true;
    private long accepted;
    private long rejected;
    private long duplicates;

    Working(CommandContext context, Tidemark tidemark, @Nullable Duration snapshotEvery) {
        this.context = context;
        this.tidemark = tidemark;
        this.snapshotEvery = snapshotEvery;
        snapshotDue = context.clock().instant();
    }

    /// Works; waiting is done at the queues.
    ///
    /// @return what was done, to be shown
    Fields follow() {
        schedule();
        context.tell("working for " + tidemark.place() + "; Ctrl-C ends");
        while (!context.stop().getAsBoolean()) {
            Processor.Result result = tidemark.process(Progress.NONE, context.stop());
            if (result.counts().total() + result.duplicates() > 0) {
                take(result);
            }
            snapshotWhenDue();
        }
        return new Fields().add("processed", accepted + rejected).add("accepted", accepted).add("rejected", rejected)
                .add("duplicates", duplicates).addAll("snapshots", snapshots, Value::of);
    }

    private void take(Processor.Result result) {
        changed = true;
        accepted += result.counts().accepted();
        rejected += result.counts().rejectedTotal();
        duplicates += result.duplicates();
        context.tell("accepted " + result.counts().accepted() + ", rejected " + result.counts().rejectedTotal()
                + ", waiting " + result.counts().waiting() + ", duplicates " + result.duplicates());
    }

    private void schedule() {
        if (snapshotEvery != null) {
            snapshotDue = context.clock().instant().plus(snapshotEvery);
        }
    }

    private void snapshotWhenDue() {
        if (snapshotEvery == null || context.clock().instant().isBefore(snapshotDue)) {
            return;
        }
        schedule();
        SnapshotManifest manifest = changed ? tidemark.createSnapshot() : null;
        changed = false;
        if (manifest != null) {
            snapshots.add(manifest.id());
            context.tell("took snapshot " + manifest.id());
        }
    }
}
