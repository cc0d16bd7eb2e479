package io.tidemark.embedded.query;

import static io.tidemark.embedded.query.TableSource.column;

import io.tidemark.core.ledger.Account;
import io.tidemark.core.port.Cursor;
import io.tidemark.core.port.LedgerReader;
import io.tidemark.core.port.Queries;
import io.tidemark.core.port.Stores;
import io.tidemark.embedded.duckdb.DuckDb;
import org.jspecify.annotations.Nullable;

/// `accounts`: how every account stands.
final class AccountsTable implements TableSource {
    private static final Queries.Table TABLE = TableSource.table("accounts", "one account as it stands",
            column("account", "VARCHAR", "account number"), column("customer", "VARCHAR", "whose account it is"),
            column("actual", "DECIMAL(20,2)", "actual balance"),
            column("available", "DECIMAL(20,2)", "actual balance less what is held"),
            column("sequence", "BIGINT", "sequence of its last entry"),
            column("digest", "VARCHAR", "chain digest after its last entry, in hexadecimal digits"),
            column("last_key", "VARCHAR", "event of its last entry"),
            column("last_event_time", "TIMESTAMP", "that event's own time, UTC"));

    private final Stores stores;

    AccountsTable(Stores stores) {
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
            try (Cursor<Account> accounts = ledger.accounts()) {
                for (Account account = accounts.next(); account != null; account = accounts.next()) {
                    rows.row().add(account.number()).add(account.customer()).addMoney(account.actual())
                            .addMoney(account.available()).add(account.sequence()).add(account.head().toString())
                            .add(account.lastKey() == null ? null : account.lastKey().text())
                            .addSeconds(account.lastKey() == null ? null : (Long) account.lastEpochSecond()).end();
                }
            }
        });
    }
}
