package io.tidemark.embedded.query;

import static io.tidemark.embedded.query.TableSource.column;

import io.tidemark.core.event.Sha256;
import io.tidemark.core.port.Bundles;
import io.tidemark.core.port.LedgerReader;
import io.tidemark.core.port.Queries;
import io.tidemark.core.port.Stores;
import io.tidemark.embedded.duckdb.DuckDb;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// `bundles`: one row a bundle, cold or not.
final class BundlesTable implements TableSource {
    /// What the table is.
    static final Queries.Table TABLE = TableSource.table("bundles",
            "one bundle: a file of a day's archived and rejected attempts", column("bundle", "VARCHAR", "its name"),
            column("day", "VARCHAR", "day on which its attempts arrived, UTC: YYYY-MM-DD"),
            column("attempts", "BIGINT", "how many attempts it holds"),
            column("first_position", "BIGINT", "position of the first"),
            column("last_position", "BIGINT", "position of the last"),
            column("bytes", "BIGINT", "bytes of its lines"), column("stored_bytes", "BIGINT", "bytes of its file"),
            column("sha256", "VARCHAR", "digest of its file"),
            column("storage_class", "VARCHAR", "STANDARD, GLACIER or DEEP_ARCHIVE"),
            column("ready_at", "TIMESTAMP", "when it is or was thawed, UTC; null when that was not asked for"),
            column("until", "TIMESTAMP", "when it is cold again, UTC"));

    private final Stores stores;

    BundlesTable(Stores stores) {
        this.stores = stores;
    }

    @Override
    public Queries.Table table() {
        return TABLE;
    }

    @Override
    public String state(@Nullable LedgerReader ledger) {
        return state(stores);
    }

    /// What is known of the bundles, as a name.
    static String state(Stores stores) {
        String all = stores.bundles().list().stream().map(Bundles.Bundle::toString).collect(Collectors.joining("|"));
        return Sha256.of(all.getBytes(StandardCharsets.UTF_8)).toString().substring(0, 32);
    }

    @Override
    public void make(DuckDb db, String database, @Nullable LedgerReader ledger) {
        TableSource.create(db, database, TABLE);
        db.append(database, TABLE.name(), rows -> {
            for (Bundles.Bundle bundle : stores.bundles().list()) {
                rows.row().add(bundle.id()).add(bundle.day().toString()).add(bundle.attempts())
                        .add(bundle.firstPosition()).add(bundle.lastPosition()).add(bundle.bytes())
                        .add(bundle.storedBytes()).add(bundle.sha256().toString()).add(bundle.storageClass().name())
                        .addSeconds(seconds(bundle.readyAt())).addSeconds(seconds(bundle.until())).end();
            }
        });
    }

    private static @Nullable Long seconds(@Nullable Instant moment) {
        return moment == null ? null : (Long) ChronoUnit.SECONDS.between(Instant.EPOCH, moment);
    }
}
