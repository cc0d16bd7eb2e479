package io.tidemark.embedded.query;

import static io.tidemark.embedded.query.TableSource.column;

import io.tidemark.core.bundle.BundleLine;
import io.tidemark.core.bundle.BundleLineReader;
import io.tidemark.core.port.Bundles;
import io.tidemark.core.port.Cursor;
import io.tidemark.core.port.LedgerReader;
import io.tidemark.core.port.Queries;
import io.tidemark.core.port.Stores;
import io.tidemark.embedded.duckdb.DuckDb;
import io.tidemark.embedded.duckdb.RowAppender;
import io.tidemark.embedded.inventory.VersionIds;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/// `bundled`: the lines of the bundles, read from their files. All bundles have to be at hand.
final class BundledTable implements TableSource {
    /// What the table is.
    static final Queries.Table TABLE = TableSource.table("bundled",
            "one line of a bundle: an attempt, and what had become of it when it was packed",
            column("bundle", "VARCHAR", "name of the bundle"),
            column("day", "VARCHAR", "day on which it arrived, UTC: YYYY-MM-DD"),
            column("position", "BIGINT", "place in arrival order"),
            column("key", "VARCHAR", "event key"), column("version", "BIGINT", "number among the attempts of its key"),
            column("version_id", "VARCHAR", "what the index calls this attempt, as in events"),
            column("arrival", "TIMESTAMP", "when it arrived, UTC"), column("source", "VARCHAR", "channel that sent it"),
            column("sha256", "VARCHAR", "digest of its body"), column("outcome", "VARCHAR", "accepted or rejected"),
            column("code", "VARCHAR", "why it was rejected"),
            column("account", "VARCHAR", "account that it touched, or was refused at; a transfer's source"),
            column("sequence", "BIGINT", "its entry there, or where the account stood when it was refused"),
            column("target_account", "VARCHAR", "a transfer's target"),
            column("target_sequence", "BIGINT", "its entry there"),
            column("body", "VARCHAR", "its body; null where that is not text"));

    private final Stores stores;

    BundledTable(Stores stores) {
        this.stores = stores;
    }

    @Override
    public Queries.Table table() {
        return TABLE;
    }

    @Override
    public String state(@Nullable LedgerReader ledger) {
        // Its second form: one that an earlier version made is not taken for it.
        return BundlesTable.state(stores) + "-2";
    }

    @Override
    public void make(DuckDb db, String database, @Nullable LedgerReader ledger) {
        TableSource.create(db, database, TABLE);
        db.append(database, TABLE.name(), rows -> {
            for (Bundles.Bundle bundle : stores.bundles().list()) {
                try (Cursor<byte[]> text = stores.bundles().text(bundle.id())) {
                    for (byte[] lines = text.next(); lines != null; lines = text.next()) {
                        BundleLineReader reader = new BundleLineReader(lines);
                        for (BundleLine line = reader.next(); line != null; line = reader.next()) {
                            add(rows, bundle, line, body(line, lines));
                        }
                    }
                }
            }
        });
    }

    private static void add(RowAppender rows, Bundles.Bundle bundle, BundleLine line,
            @Nullable String body) {
        rows.row().add(bundle.id()).add(bundle.day().toString()).add(line.position()).add(line.key().text())
                .add((long) line.version()).add(VersionIds.of(line.position(), line.version()))
                .addMicros(ChronoUnit.MICROS.between(Instant.EPOCH, Instant.parse(line.arrival()))).add(line.source())
                .add(line.digest().toString()).add(line.outcome()).add(line.code());
        place(rows, line, 0);
        place(rows, line, 1);
        rows.add(body).end();
    }

    private static void place(RowAppender rows, BundleLine line, int index) {
        BundleLine.Place place = index < line.accounts().size() ? line.accounts().get(index) : null;
        rows.add(place == null ? null : place.account()).add(place == null ? null : (Long) place.sequence());
    }

    private static @Nullable String body(BundleLine line, byte[] lines) {
        return switch (line.body().form()) {
            case BODY, RAW -> new String(line.body().read(lines).toBytes(), StandardCharsets.UTF_8);
            case BASE64 -> null;
        };
    }
}
