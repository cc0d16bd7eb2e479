package io.tidemark.app.cli.verb;

import io.tidemark.Tidemark;
import io.tidemark.app.cli.render.Fields;
import io.tidemark.app.cli.render.Moments;
import io.tidemark.app.cli.render.Value;
import io.tidemark.app.reading.HistoryGap;
import io.tidemark.app.reading.Status;
import io.tidemark.app.wiring.Access;
import io.tidemark.core.pipeline.LedgerCondition;
import io.tidemark.core.port.Bucket;
import io.tidemark.core.port.LedgerReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/// `status`: how the home as a whole is, whatever became of its ledger.
@Command(name = "status", header = "Shows how the home is, whatever became of its ledger.",
        description = "Events and what became of them, the ledger, pauses, what can be restored, and who waits how long. A ledger that"
                + " is lost does not hinder it.")
public final class StatusVerb implements Callable<Integer> {
    private static final long MICROS_PER_SECOND = 1_000_000;

    private final CommandContext context;

    /// The command over that context.
    public StatusVerb(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        Status status;
        HistoryGap gap;
        try (Tidemark tidemark = context.open(Access.READ)) {
            status = tidemark.status();
            gap = tidemark.historyGap();
        }
        context.show(fields(status, gap));
        if (!status.byLoss().isEmpty()) {
            context.warn((status.byLoss().size() == 1 ? "1 account is" : status.byLoss().size() + " accounts are")
                    + " paused because events are lost; `tidemark plan` names the events");
        }
        Status.Lost lost = status.lost();
        if (lost != null) {
            context.warn("events are lost that had been acknowledged: positions " + lost.fromPosition() + " to "
                    + lost.toPosition() + "; run `tidemark plan`");
        }
        return ExitCodes.DONE;
    }

    private Fields fields(Status status, @Nullable HistoryGap gap) {
        Fields fields = new Fields()
                .add("home", context.onAws() ? Value.NOTHING : Value.of(context.globals().home().toString()))
                .add("position", position(status.position())).add("events", events(status))
                .add("ledger", ledger(status, gap)).addAll("pauses", pauses(status), pause -> pause);
        Status.Range range = status.restorable();
        fields.add("restorableRange", range == null
                ? Value.NOTHING
                : new Fields().add("fromPosition", range.fromPosition())
                        .add("from", Value.ofMicros(range.fromMicros())).add("toPosition", range.toPosition())
                        .add("to", Value.ofMicros(range.toMicros())));
        return fields.add("snapshots", snapshots(status.snapshots())).addAll("waiting", status.waiting(),
                this::waiting);
    }

    private static Value position(long position) {
        return position == Status.NO_POSITION ? Value.NOTHING : Value.of(position);
    }

    private static List<Fields> pauses(Status status) {
        List<Fields> pauses = new ArrayList<>();
        if (status.pausedAt() != null && status.position() == Status.NO_POSITION) {
            long decided = status.ledger() == null ? 0 : status.ledger().counts().total();
            pauses.add(new Fields().add("moment", Value.ofMicros(status.pausedAt())).add("undecided",
                    status.attempts() - decided));
        } else if (status.pausedAt() != null) {
            pauses.add(new Fields().add("position", status.pausedAt()));
        }
        if (status.paused().everything()) {
            pauses.add(new Fields().add("everything", true));
        }
        status.paused().accounts().stream().sorted()
                .forEach(account -> pauses.add(pause(status, account)));
        return pauses;
    }

    private static Fields pause(Status status, String account) {
        Fields pause = new Fields().add("account", account).add("held",
                status.position() == Status.NO_POSITION
                        ? Value.NOTHING
                        : Value.of(status.held().getOrDefault(account, 0L)));
        return status.byLoss().contains(account) ? pause.add("eventsLost", true) : pause;
    }

    private static Fields events(Status status) {
        Fields events = new Fields().add("put", status.attempts());
        Status.Lost lost = status.lost();
        if (lost != null) {
            events.add("lost", new Fields().add("fromPosition", lost.fromPosition()).add("toPosition",
                    lost.toPosition()));
        }
        LedgerReader.Summary ledger = status.ledger();
        boolean unborn = status.condition() instanceof LedgerCondition.Unborn;
        if (ledger != null || unborn) {
            events.add("processed", ledger == null ? 0 : ledger.counts().total())
                    .add("accepted", ledger == null ? 0 : ledger.counts().accepted())
                    .add("rejected", ledger == null ? 0 : ledger.counts().rejectedTotal())
                    .add("waiting", ledger == null ? 0 : ledger.counts().waiting())
                    .add("held", status.held().values().stream().mapToLong(Long::longValue).sum())
                    .add("byCode", ledger == null ? new Fields() : Codes.fields(ledger.counts()));
        } else {
            // Without a ledger nobody knows what became of them.
            for (String unknown : List.of("processed", "accepted", "rejected", "waiting", "held", "byCode")) {
                events.add(unknown, Value.NOTHING);
            }
        }
        Fields buckets = new Fields();
        for (Bucket bucket : Bucket.values()) {
            buckets.add(name(bucket), status.buckets().getOrDefault(bucket, 0L));
        }
        return events.add("byBucket", buckets);
    }

    /// A bucket's name as it is shown and given.
    static String name(Bucket bucket) {
        return bucket.name().toLowerCase(Locale.ROOT);
    }

    private static Fields ledger(Status status, @Nullable HistoryGap gap) {
        LedgerReader.Summary ledger = status.ledger();
        Fields fields = new Fields();
        switch (status.condition()) {
            case LedgerCondition.Unborn _ -> fields.add("state", "empty").add("description",
                    "nothing was processed yet");
            case LedgerCondition.Sound _ -> fields.add("state", "sound").add("description",
                    ledger != null && ledger.position() < status.position()
                            ? status.position() - ledger.position() + " records wait to be processed"
                            : "up to date");
            case LedgerCondition.Unusable(LedgerCondition.Trouble trouble, String description) -> fields
                    .add("state", trouble.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                    .add("description", description + "; run `tidemark plan`");
        }
        fields.add("generation", status.generation());
        return fields.add("position", ledger == null || status.position() == Status.NO_POSITION
                ? Value.NOTHING
                : Value.of(ledger.position()))
                .add("historyComplete",
                        ledger == null ? Value.NOTHING : new Value.Truth(ledger.historyFrom() == 1))
                .add("history", gap == null ? Value.NOTHING : history(gap))
                .add("rulesVersion", ledger == null ? Value.NOTHING : Value.of(ledger.rulesVersion()));
    }

    private static Fields history(HistoryGap gap) {
        return new Fields().add("description", gap.text() + Histories.WAY_OUT).add("snapshot", gap.base())
                .add("from", gap.from()).add("filledTo", gap.filledTo()).add("accountsThatDiffer", gap.differing());
    }

    private static Fields snapshots(List<String> ids) {
        return new Fields().add("count", ids.size()).add("newest", ids.isEmpty() ? null : ids.getLast());
    }

    private Fields waiting(Status.Waiting waiting) {
        long seconds = Math.max(0, context.clock().instant().getEpochSecond()
                - Math.floorDiv(waiting.sinceMicros(), MICROS_PER_SECOND));
        return new Fields().add("key", waiting.key().text()).add("waitsFor", waiting.original().text())
                .add("position", waiting.position() == 0 ? Value.NOTHING : Value.of(waiting.position()))
                .add("since", Value.ofMicros(waiting.sinceMicros()))
                .add("seconds", seconds).add("forLong", Moments.duration(seconds));
    }
}
