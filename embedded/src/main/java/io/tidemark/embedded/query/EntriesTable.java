package io.tidemark.embedded.query;

import static io.tidemark.embedded.query.TableSource.column;

import io.tidemark.core.ledger.Entry;
import io.tidemark.core.ledger.Outcome;
import io.tidemark.core.port.Cursor;
import io.tidemark.core.port.LedgerReader;
import io.tidemark.core.port.Queries;
import io.tidemark.core.port.Stores;
import io.tidemark.embedded.duckdb.DuckDb;
import org.jspecify.annotations.Nullable;

/// `entries`: every line of every account's history.
final class EntriesTable implements TableSource {
    private static final Queries.Table TABLE = TableSource.table("entries", "one line in an account's history",
            column("account", "VARCHAR", "account number"),
            column("sequence", "BIGINT", "place in the account, from 1 without gaps"),
            column("key", "VARCHAR", "event key"), column("status", "VARCHAR", "PENDING, VERIFIED or REVERSED"),
            column("event_time", "TIMESTAMP", "the event's own time, UTC"),
            column("actual_effect", "DECIMAL(20,2)", "what it adds to the actual balance"),
            column("available_effect", "DECIMAL(20,2)", "what it adds to the available balance"),
            column("actual", "DECIMAL(20,2)", "actual balance after it"),
            column("available", "DECIMAL(20,2)", "available balance after it"),
            column("position", "BIGINT", "position of the attempt that it comes from"),
            column("decided_at", "BIGINT", "position at which it took effect"));

    private final Stores stores;

    EntriesTable(Stores stores) {
        this.stores = stores;
    }

    @Override
    public Queries.Table table() {
        return TABLE;
    }

    @Override
    public String state(@Nullable LedgerReader ledger) {
        return Moment.of(stores, ledger);
    }

    @Override
    public void make(DuckDb db, String database, @Nullable LedgerReader ledger) {
        TableSource.create(db, database, TABLE);
        if (ledger == null) {
            return;
        }
        db.append(database, TABLE.name(), rows -> {
            try (Cursor<Outcome> outcomes = ledger.outcomesDecided(1, ledger.summary().position())) {
                for (Outcome outcome = outcomes.next(); outcome != null; outcome = outcomes.next()) {
                    for (Entry entry : outcome.entries()) {
                        rows.row().add(entry.account()).add(entry.sequence()).add(entry.key().text())
                                .add(entry.status().name()).addSeconds(entry.epochSecond())
                                .addMoney(entry.actualEffect()).addMoney(entry.availableEffect())
                                .addMoney(entry.actualAfter()).addMoney(entry.availableAfter())
                                .add(outcome.position()).add(outcome.decidedAt()).end();
                    }
                }
            }
        });
    }
}
