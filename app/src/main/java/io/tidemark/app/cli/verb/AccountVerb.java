package io.tidemark.app.cli.verb;

import io.tidemark.Tidemark;
import io.tidemark.app.cli.render.Fields;
import io.tidemark.app.cli.render.OutputFormat;
import io.tidemark.app.cli.render.Rows;
import io.tidemark.app.cli.render.Value;
import io.tidemark.app.reading.HistoryGap;
import io.tidemark.app.reading.Place;
import io.tidemark.app.wiring.Access;
import io.tidemark.core.ledger.Account;
import io.tidemark.core.port.Cursor;
import io.tidemark.core.port.LedgerReader.PlacedEntry;
import io.tidemark.recovery.plan.Target;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `account`: how one account stands or stood, with its entries on demand.
@Command(name = "account", header = "Shows an account as it is, or as it was.")
public final class AccountVerb implements Callable<Integer> {
    private final CommandContext context;

    @Parameters(paramLabel = "NUMBER", description = "The account number.")
    private String number = "";

    @ArgGroup
    private @Nullable At at;

    @Option(names = "--statement", description = "Show its entries too; in CSV, the entries alone.")
    private boolean statement;

    /// As of when.
    static final class At {
        @Option(names = "--at", paramLabel = "TIME",
                description = "As it was when everything that had arrived by then had taken effect: ISO-8601 with an offset,"
                        + " or position:N.")
        private @Nullable String time;

        @Option(names = "--at-sequence", paramLabel = "N", description = "As it was after its entry of that sequence.")
        private @Nullable Long sequence;
    }

    /// The command over that context.
    public AccountVerb(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        Place place = place();
        try (Tidemark tidemark = statement ? context.openBeside() : context.open(Access.READ)) {
            Account account = tidemark.account(number, place);
            if (account == null) {
                throw absent(tidemark);
            }
            if (place instanceof Place.AtSequence(long sequence) && account.sequence() < sequence) {
                throw new CommandFailure(ExitCodes.INCOMPLETE, "account " + number + " has entries up to sequence "
                        + account.sequence() + ", there is no entry " + sequence);
            }
            HistoryGap gap = Histories.warn(context, tidemark);
            Fields fields = fields(account, gap);
            if (place instanceof Place.Now && tidemark.paused().accounts().contains(account.number())) {
                fields.add("paused", true);
            }
            if (!statement) {
                showState(account, fields);
                return ExitCodes.DONE;
            }
            // The entries up to the account's sequence, so that state and statement are of one moment.
            try (Cursor<PlacedEntry> entries = tidemark.entries(number, new Place.AtSequence(account.sequence()))) {
                if (context.globals().output() == OutputFormat.CSV) {
                    context.show(rows(entries));
                } else {
                    context.show(fields.add("entries", rows(entries)));
                }
            }
        }
        return ExitCodes.DONE;
    }

    private void showState(Account account, Fields fields) throws IOException {
        if (context.globals().output() == OutputFormat.CSV) {
            context.show(Rows.of(List.of(account)).column("account", each -> Value.of(each.number()))
                    .column("customer", each -> Value.of(each.customer()))
                    .column("actual", each -> Value.ofMoney(each.actual()))
                    .column("available", each -> Value.ofMoney(each.available()))
                    .column("sequence", each -> Value.of(each.sequence()))
                    .column("digest", each -> Value.of(each.head().toString())));
        } else {
            context.show(fields);
        }
    }

    private CommandFailure absent(Tidemark tidemark) {
        return new CommandFailure(ExitCodes.INCOMPLETE, tidemark.account(number) == null
                ? "account " + number + " is unknown: no accepted event has opened it"
                        + (tidemark.paused().accounts().contains(number) ? "; it is paused" : "")
                : "account " + number + " was not open then");
    }

    private Place place() {
        At asked = at;
        if (asked == null) {
            return new Place.Now();
        }
        if (asked.sequence != null) {
            if (asked.sequence < 1) {
                throw new CommandFailure(ExitCodes.USAGE, "--at-sequence takes a number from 1");
            }
            return new Place.AtSequence(asked.sequence);
        }
        return switch (Targets.parse("--at", String.valueOf(asked.time))) {
            case Target.AtPosition(long position) -> new Place.AtPosition(position);
            case Target.AtTime(long arrivalMicros) -> new Place.AtTime(arrivalMicros);
        };
    }

    private static Fields fields(Account account, @Nullable HistoryGap gap) {
        return Histories.addTo(new Fields().add("account", account.number()).add("customer", account.customer())
                .add("actual", Value.ofMoney(account.actual())).add("available", Value.ofMoney(account.available()))
                .add("sequence", account.sequence()).add("digest", account.head().toString())
                .add("lastEvent", account.lastKey() == null ? null : account.lastKey().text())
                .add("lastEventTime", Value.ofSeconds(account.lastEpochSecond())), gap);
    }

    private static Rows<PlacedEntry> rows(Cursor<PlacedEntry> entries) {
        return Rows.of(entries).column("sequence", placed -> Value.of(placed.entry().sequence()))
                .column("time", placed -> Value.ofSeconds(placed.entry().epochSecond()))
                .column("key", placed -> Value.of(placed.entry().key().text()))
                .column("status", placed -> Value.of(placed.entry().status().name()))
                .column("actualEffect", placed -> Value.ofMoney(placed.entry().actualEffect()))
                .column("availableEffect", placed -> Value.ofMoney(placed.entry().availableEffect()))
                .column("actual", placed -> Value.ofMoney(placed.entry().actualAfter()))
                .column("available", placed -> Value.ofMoney(placed.entry().availableAfter()))
                .column("position", placed -> placed.position() == 0 ? Value.NOTHING : Value.of(placed.position()))
                .column("decidedAt", placed -> placed.decidedAt() == 0 ? Value.NOTHING : Value.of(placed.decidedAt()));
    }
}
