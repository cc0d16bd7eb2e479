package io.tidemark.app.cli.verb;

import io.tidemark.Tidemark;
import io.tidemark.app.cli.render.Fields;
import io.tidemark.app.cli.render.Value;
import io.tidemark.app.reading.EventReport;
import io.tidemark.app.reading.HistoryGap;
import io.tidemark.app.wiring.Access;
import io.tidemark.core.event.Rejection;
import java.io.IOException;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `event`: what became of an event.
@Command(name = "event", header = "Shows what became of an event.",
        description = "How it stands, the accounts it is on, its attempts and their history.")
public final class EventVerb implements Callable<Integer> {
    private final CommandContext context;

    @Parameters(paramLabel = "KEY", description = "The event key.")
    private String key = "";

    /// The command over that context.
    public EventVerb(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        EventReport report;
        HistoryGap gap;
        try (Tidemark tidemark = context.open(Access.READ)) {
            report = tidemark.event(Keys.known(key));
            gap = report == null ? null : Histories.warn(context, tidemark);
        }
        if (report == null) {
            throw Keys.unknown(key);
        }
        context.show(Histories.addTo(fields(report), gap));
        return ExitCodes.DONE;
    }

    /// What became of an event, to be shown.
    static Fields fields(EventReport report) {
        Fields fields = new Fields().add("key", report.key().text()).add("state", name(report.state()));
        addRejection(fields, report.rejection());
        addHeld(fields, report.attempts().stream().map(EventReport.AttemptReport::heldFor).filter(Objects::nonNull)
                .findFirst().orElse(null));
        return fields.addAll("accounts", report.accounts(),
                place -> new Fields().add("account", place.account()).add("sequence", place.sequence()))
                .addAll("attempts", report.attempts(), EventVerb::attempt)
                .addAll("history", report.history(), EventVerb::happening);
    }

    private static Value position(long position) {
        return position == 0 ? Value.NOTHING : Value.of(position);
    }

    private static Fields attempt(EventReport.AttemptReport attempt) {
        Fields fields = new Fields().add("version", attempt.version()).add("position", position(attempt.position()))
                .add("arrived", Value.ofMicros(attempt.arrivalMicros())).add("source", attempt.source())
                .add("bytes", attempt.length()).add("sha256", attempt.digest().toString())
                .add("bucket", StatusVerb.name(attempt.bucket())).add("state", name(attempt.state()));
        addRejection(fields, attempt.rejection());
        addHeld(fields, attempt.heldFor());
        return fields;
    }

    private static Fields happening(EventReport.Happening happening) {
        Fields fields = new Fields().add("position", position(happening.position()))
                .add("time", Value.ofMicros(happening.atMicros())).add("version", happening.version()).add("what",
                        happening.what() == EventReport.State.NEW ? "put" : name(happening.what()));
        addRejection(fields, happening.rejection());
        if (happening.cause() != null) {
            fields.add("cause", happening.cause());
        }
        return fields;
    }

    private static void addHeld(Fields fields, @Nullable String account) {
        if (account != null) {
            fields.add("held", "account " + account + " is paused");
        }
    }

    private static void addRejection(Fields fields, @Nullable Rejection rejection) {
        if (rejection != null) {
            fields.add("code", rejection.code().name()).add("reason", rejection.reason());
        }
    }

    private static String name(EventReport.State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}
