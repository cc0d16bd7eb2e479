package io.tidemark.embedded.query;

import static io.tidemark.embedded.query.TableSource.column;

import io.tidemark.core.event.Event;
import io.tidemark.core.event.EventDecoder;
import io.tidemark.core.event.EventType;
import io.tidemark.core.event.ScanningEventDecoder;
import io.tidemark.core.ledger.Entry;
import io.tidemark.core.ledger.Outcome;
import io.tidemark.core.port.Body;
import io.tidemark.core.port.Cursor;
import io.tidemark.core.port.EventLog;
import io.tidemark.core.port.LedgerReader;
import io.tidemark.core.port.LogRecord;
import io.tidemark.core.port.Queries;
import io.tidemark.core.port.Stores;
import io.tidemark.embedded.duckdb.DuckDb;
import io.tidemark.embedded.duckdb.RowAppender;
import io.tidemark.embedded.inventory.VersionIds;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `events`: the index. Log and outcomes are walked side by side; what was judged later than it arrived is read before and kept in
/// memory.
final class EventsTable implements TableSource {
    private static final Queries.Table TABLE = TableSource.table("events",
            "one attempt: what was put, and what became of it",
            column("position", "BIGINT", "place in arrival order"), column("key", "VARCHAR", "event key"),
            column("version_id", "VARCHAR", "the bucket's name for this attempt, as in inventory"),
            column("type", "VARCHAR", "event type; null when the key names none"),
            column("arrival", "TIMESTAMP", "when it arrived, UTC"), column("source", "VARCHAR", "channel that sent it"),
            column("size", "BIGINT", "bytes"),
            column("event_time", "TIMESTAMP", "the event's own time, UTC; null when the body cannot be read"),
            column("amount", "DECIMAL(20,2)", "amount or rejected amount; null where there is none"),
            column("state", "VARCHAR", "accepted, rejected, waiting, or new when not processed"),
            column("code", "VARCHAR", "why it was rejected"), column("reason", "VARCHAR", "the same for people"),
            column("decided_at", "BIGINT", "position at which it was judged last"),
            column("account", "VARCHAR", "account that it touches, or was refused at; a transfer's source"),
            column("sequence", "BIGINT", "its entry there, or where the account stood when it was refused"),
            column("target_account", "VARCHAR", "a transfer's target"),
            column("target_sequence", "BIGINT", "its entry there"));

    private final Stores stores;

    EventsTable(Stores stores) {
        this.stores = stores;
    }

    @Override
    public Queries.Table table() {
        return TABLE;
    }

    @Override
    public String state(@Nullable LedgerReader ledger) {
        return Moment.of(stores, ledger) + "-l" + stores.log().lastPosition();
    }

    @Override
    public void make(DuckDb db, String database, @Nullable LedgerReader ledger) {
        TableSource.create(db, database, TABLE);
        long to = ledger == null ? 0 : ledger.summary().position();
        Map<Long, Outcome> late = ledger == null ? Map.of() : late(ledger, to);
        db.append(database, TABLE.name(), rows -> {
            EventDecoder decoder = new ScanningEventDecoder();
            try (Cursor<EventLog.Segment> segments = stores.log().scan(1, stores.log().lastPosition());
                    Timely timely = new Timely(ledger == null ? null : ledger.outcomesDecided(1, to))) {
                for (EventLog.Segment segment = segments.next(); segment != null; segment = segments.next()) {
                    for (LogRecord record : segment.records()) {
                        if (record instanceof LogRecord.Attempt attempt) {
                            Outcome first = timely.of(attempt.position());
                            add(rows, attempt, decoder, late.getOrDefault(attempt.position(), first));
                        }
                    }
                }
            }
        });
    }

    /// The last outcome of each attempt that was judged at another position than its own.
    private static Map<Long, Outcome> late(LedgerReader ledger, long to) {
        Map<Long, Outcome> late = new HashMap<>();
        try (Cursor<Outcome> outcomes = ledger.outcomesDecided(1, to)) {
            for (Outcome outcome = outcomes.next(); outcome != null; outcome = outcomes.next()) {
                if (outcome.position() != outcome.decidedAt()) {
                    late.put(outcome.position(), outcome);
                }
            }
        }
        return late;
    }

    private static void add(RowAppender rows, LogRecord.Attempt attempt, EventDecoder decoder,
            @Nullable Outcome outcome) {
        EventType type = attempt.key().type();
        Body body = attempt.body();
        Event event = type != null
                && decoder.decode(type, body.array(), body.offset(), body.length()) instanceof Event read ? read : null;
        rows.row().add(attempt.position()).add(attempt.key().text())
                .add(VersionIds.of(attempt.position(), attempt.version())).add(type == null ? null : type.label())
                .addMicros(attempt.arrivalMicros()).add(attempt.source()).add((long) body.length())
                .addSeconds(event == null ? null : (Long) event.epochSecond())
                .addMoney(event == null ? null : cents(event));
        if (outcome == null) {
            rows.add("new").add((String) null).add((String) null).add((Long) null).add((String) null).add((Long) null)
                    .add((String) null).add((Long) null);
        } else {
            judged(rows, outcome);
        }
        rows.end();
    }

    private static void judged(RowAppender rows, Outcome outcome) {
        rows.add(outcome.state().name().toLowerCase(Locale.ROOT))
                .add(outcome.rejection() == null ? null : outcome.rejection().code().name())
                .add(outcome.rejection() == null ? null : outcome.rejection().reason()).add(outcome.decidedAt());
        if (outcome.refusedAt() != null) {
            rows.add(outcome.refusedAt().account()).add(outcome.refusedAt().sequence());
        } else {
            entry(rows, outcome, 0);
        }
        entry(rows, outcome, 1);
    }

    private static void entry(RowAppender rows, Outcome outcome, int index) {
        Entry entry = index < outcome.entries().size() ? outcome.entries().get(index) : null;
        rows.add(entry == null ? null : entry.account()).add(entry == null ? null : (Long) entry.sequence());
    }

    private static @Nullable Long cents(Event event) {
        return switch (event) {
            case Event.CashDeposit deposit -> deposit.cents();
            case Event.VerifyCashDeposit count -> count.cents();
            case Event.CashWithdrawal withdrawal -> withdrawal.cents();
            case Event.IncomingPayment payment -> payment.cents();
            case Event.OutgoingPaymentUnverified payment -> payment.cents();
            case Event.OutgoingPaymentVerified _ -> null;
            case Event.OutgoingPaymentRejected refusal -> refusal.cents();
            case Event.InterAccountTransfer transfer -> transfer.cents();
        };
    }

    /// The outcomes of attempts that were judged at their own position, asked for in ascending order.
    private static final class Timely implements AutoCloseable {
        private final @Nullable Cursor<Outcome> outcomes;
        private @Nullable Outcome next;

        Timely(@Nullable Cursor<Outcome> outcomes) {
            this.outcomes = outcomes;
            advance();
        }

        @Nullable
        Outcome of(long position) {
            while (next != null && (next.decidedAt() < position || next.position() != next.decidedAt())) {
                advance();
            }
            return next != null && next.position() == position ? next : null;
        }

        private void advance() {
            next = outcomes == null ? null : outcomes.next();
        }

        @Override
        public void close() {
            if (outcomes != null) {
                outcomes.close();
            }
        }
    }
}
