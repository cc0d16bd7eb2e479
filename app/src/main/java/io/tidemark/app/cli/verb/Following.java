package io.tidemark.app.cli.verb;

import io.tidemark.Tidemark;
import io.tidemark.app.cli.render.Fields;
import io.tidemark.app.cli.render.Value;
import io.tidemark.app.intake.Inbox;
import io.tidemark.app.intake.IntakeListener;
import io.tidemark.app.intake.PutResult;
import io.tidemark.app.intake.Refusal;
import io.tidemark.core.pipeline.LedgerUnusableException;
import io.tidemark.core.pipeline.PausedException;
import io.tidemark.core.pipeline.Processor;
import io.tidemark.core.pipeline.Progress;
import io.tidemark.core.port.StorageException;
import io.tidemark.recovery.snapshot.SnapshotManifest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Processes what is dropped into an inbox, and what others put, until it is asked to end. Each round is told on one line of the standard
/// error. A pause, or a ledger that turns out to be lost, does not end it: files are taken and put as before, and processing goes on when it
/// can.
final class Following {
    private static final long HELD_INTERVAL_MS = 200;

    private final CommandContext context;
    private final Tidemark tidemark;
    private final @Nullable Duration snapshotEvery;
    private final List<String> snapshots = new ArrayList<>();
    private Instant snapshotDue;
    private long snapshotPosition;
    private long files;
    private long put;
    private long duplicates;
    private long refused;
    private long processed;
    private long position;
    private @Nullable String held;

    Following(CommandContext context, Tidemark tidemark, @Nullable Duration snapshotEvery) {
        this.context = context;
        this.tidemark = tidemark;
        this.snapshotEvery = snapshotEvery;
        snapshotDue = context.clock().instant();
    }

    /// Follows. On return everything that was put is processed, unless it was asked to end before.
    ///
    /// @return what was done, to be shown
    Fields follow(Path folder) throws IOException {
        begin();
        snapshotPosition = position;
        scheduleSnapshot();
        try (Inbox inbox = Inbox.open(folder); HistoryCompletion _ = new HistoryCompletion(context, tidemark)) {
            context.tell("following " + folder + "; Ctrl-C ends");
            while (!context.stop().getAsBoolean()) {
                Inbox.Round round = inbox.take(tidemark::put, told(), context.stop());
                if (round == null) {
                    takeOthers();
                } else {
                    take(round);
                }
                snapshotWhenDue();
                if (round == null) {
                    inbox.await(untilNextMs(), () -> context.stop().getAsBoolean() || isBehind());
                }
            }
        } catch (InterruptedException e) {
            // As good as being asked to end.
            Thread.currentThread().interrupt();
        }
        return new Fields().add("files", files).add("put", put).add("duplicates", duplicates).add("refused", refused)
                .add("processed", processed).add("position", position).addAll("snapshots", snapshots, Value::of);
    }

    private void take(Inbox.Round round) {
        PutResult result = round.result();
        put += result.put();
        duplicates += result.duplicates();
        refused += result.refused();
        if (!result.complete()) {
            return;
        }
        files += round.files();
        Processor.Result judged = process();
        context.tell("took " + round.files() + (round.files() == 1 ? " file" : " files") + ": put " + result.put()
                + ", duplicates " + result.duplicates() + ", refused " + result.refused() + "; "
                + (judged == null ? "not processed" : judged(judged)));
    }

    /// Whether others have put something that can be processed.
    private boolean isBehind() {
        return held == null && tidemark.lastPosition() > position;
    }

    /// Processes what others put, or what a pause or a recovery left to do.
    private void takeOthers() {
        Processor.Result judged = process();
        if (judged != null && judged.counts().total() > 0) {
            context.tell("others put: " + judged(judged));
        }
    }

    private String judged(Processor.Result judged) {
        return "accepted " + judged.counts().accepted() + ", rejected " + judged.counts().rejectedTotal()
                + ", waiting " + judged.counts().waiting() + "; position " + position;
    }

    /// A ledger that cannot be used is refused at first: nobody has begun to rely on this process yet.
    private void begin() {
        try {
            take(tidemark.process(Progress.NONE, context.stop()));
        } catch (PausedException e) {
            hold(e);
        }
    }

    /// Processes what can be processed.
    ///
    /// @return what became of it, or null when nothing can be
    private Processor.@Nullable Result process() {
        try {
            Processor.Result result = tidemark.process(Progress.NONE, context.stop());
            take(result);
            if (held != null) {
                held = null;
                context.tell("processing goes on");
            }
            return result;
        } catch (PausedException | LedgerUnusableException e) {
            hold(e);
            return null;
        }
    }

    private void take(Processor.Result result) {
        processed += result.counts().total();
        position = result.toPosition();
    }

    private void hold(RuntimeException e) {
        String why = FailureLine.of(e.getMessage());
        if (!why.equals(held)) {
            held = why;
            context.tell("tidemark: " + why + "; events are put and wait, run `tidemark "
                    + (e instanceof PausedException ? "resume --forward" : "plan") + "`");
        }
    }

    private IntakeListener told() {
        return new IntakeListener() {
            @Override
            public void refused(Refusal refusal) {
                context.tell("tidemark: refused: " + FailureLine.of(refusal.toString()));
            }
        };
    }

    private void scheduleSnapshot() {
        if (snapshotEvery != null) {
            snapshotDue = context.clock().instant().plus(snapshotEvery);
        }
    }

    private long untilNextMs() {
        // What ends a pause tells nobody.
        return held != null ? HELD_INTERVAL_MS : untilSnapshotMs();
    }

    private long untilSnapshotMs() {
        return snapshotEvery == null
                ? Long.MAX_VALUE
                : Math.max(1, Duration.between(context.clock().instant(), snapshotDue).toMillis());
    }

    private void snapshotWhenDue() {
        if (snapshotEvery == null || context.clock().instant().isBefore(snapshotDue)) {
            return;
        }
        scheduleSnapshot();
        SnapshotManifest manifest = held != null || position == snapshotPosition ? null : snapshot();
        if (manifest != null) {
            snapshotPosition = manifest.position();
            snapshots.add(manifest.id());
            context.tell("took snapshot " + manifest.id());
        }
    }

    private @Nullable SnapshotManifest snapshot() {
        try {
            return tidemark.createSnapshot();
        } catch (StorageException e) {
            if (e.kind() != StorageException.Kind.MISSING) {
                throw e;
            }
            // Business goes on in a ledger that lacks lost events.
            context.warn(FailureLine.of(e.getMessage()));
            return null;
        }
    }
}
