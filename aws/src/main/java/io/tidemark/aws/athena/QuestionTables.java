package io.tidemark.aws.athena;

import io.tidemark.core.inventory.AthenaSql.Part;
import io.tidemark.core.inventory.InventoryColumn;
import io.tidemark.core.port.Queries.Column;
import io.tidemark.core.port.Queries.Table;
import java.util.ArrayList;
import java.util.List;

/// What the tables of questions are, for people.
final class QuestionTables {
    private static final String TEXT = "varchar";
    private static final String WHOLE = "bigint";
    private static final String MONEY = "decimal(20,2)";
    private static final String MOMENT = "timestamp";

    private QuestionTables() {}

    static List<Table> all() {
        return List.of(inventory(), events(), entries(), accounts(), bundles(), bundled());
    }

    private static Table inventory() {
        List<Column> columns = new ArrayList<>();
        for (InventoryColumn column : InventoryColumn.LISTED) {
            columns.add(new Column(column.column(), switch (column.kind()) {
                case TEXT -> TEXT;
                case WHOLE -> WHOLE;
                case TRUTH -> "boolean";
                case TIME -> MOMENT;
            }, switch (column) {
                case BUCKET -> "new, archive or rejected";
                case VERSION_ID -> "S3 Inventory's VersionId; of a copy, that of the attempt that it is of";
                case LAST_MODIFIED_DATE -> "S3 Inventory's LastModifiedDate; of a copy, when the attempt arrived";
                default -> "S3 Inventory's " + column.label();
            }));
        }
        columns.add(new Column("dt", TEXT, "when the report was begun: YYYY-MM-DD-HH-MM, UTC"));
        return new Table(Question.INVENTORY,
                "one version of an object in a bucket, by the newest complete report of that bucket", columns);
    }

    private static Table events() {
        return new Table(Part.EVENTS.label(),
                "one attempt: what was put, and what had become of it when the index was last written down",
                List.of(new Column("key", TEXT, "event key; the table is as of the last `inventory`"),
                        new Column("version_id", TEXT, "the bucket's name for this attempt, as in inventory"),
                        new Column("type", TEXT, "event type; null when the key names none"),
                        new Column("arrival", MOMENT, "when it arrived, UTC"),
                        new Column("source", TEXT, "channel that sent it; null until it is judged"),
                        new Column("event_time", MOMENT, "the event's own time, UTC; null unless it is accepted"),
                        new Column("amount", MONEY, "amount or rejected amount; null until it is judged"),
                        new Column("state", TEXT, "accepted, rejected, waiting, duplicate, or new when not processed"),
                        new Column("code", TEXT, "why it was rejected"),
                        new Column("reason", TEXT, "the same for people"),
                        new Column("judged_at", MOMENT, "when it was judged last, UTC"),
                        new Column("account", TEXT,
                                "account that it touches, or was refused at; a transfer's source"),
                        new Column("sequence", WHOLE,
                                "its entry there, or where the account stood when it was refused"),
                        new Column("target_account", TEXT, "a transfer's target"),
                        new Column("target_sequence", WHOLE, "its entry there")));
    }

    private static Table entries() {
        return new Table(Part.ENTRIES.label(),
                "one line in an account's history, as it was when the index was last written down",
                List.of(new Column("account", TEXT, "account number; the table is as of the last `inventory`"),
                        new Column("sequence", WHOLE, "place in the account, from 1 without gaps"),
                        new Column("key", TEXT, "event key"),
                        new Column("version_id", TEXT, "the attempt that it comes from"),
                        new Column("status", TEXT, "PENDING, VERIFIED or REVERSED"),
                        new Column("event_time", MOMENT, "the event's own time, UTC"),
                        new Column("actual_effect", MONEY, "what it adds to the actual balance"),
                        new Column("available_effect", MONEY, "what it adds to the available balance"),
                        new Column("actual", MONEY, "actual balance after it"),
                        new Column("available", MONEY, "available balance after it"),
                        new Column("committed_at", MOMENT, "when it was committed, UTC")));
    }

    private static Table accounts() {
        return new Table(Part.ACCOUNTS.label(), "one account as it stood when the index was last written down",
                List.of(new Column("account", TEXT, "account number; the table is as of the last `inventory`"),
                        new Column("customer", TEXT, "whose account it is"),
                        new Column("actual", MONEY, "actual balance"),
                        new Column("available", MONEY, "actual balance less what is held"),
                        new Column("sequence", WHOLE, "sequence of its last entry"),
                        new Column("digest", TEXT, "chain digest after its last entry, in hexadecimal digits"),
                        new Column("last_key", TEXT, "event of its last entry"),
                        new Column("last_event_time", MOMENT, "that event's own time, UTC")));
    }

    private static Table bundles() {
        return new Table(Question.BUNDLES, "one bundle as it is now: a file of a day's archived and rejected attempts",
                List.of(new Column("bundle", TEXT, "its name"),
                        new Column("day", TEXT, "day on which its attempts arrived, UTC: YYYY-MM-DD"),
                        new Column("attempts", WHOLE, "how many attempts it holds"),
                        new Column("first_position", WHOLE, "null: attempts have no positions on AWS"),
                        new Column("last_position", WHOLE, "null: attempts have no positions on AWS"),
                        new Column("bytes", WHOLE, "bytes of its lines"),
                        new Column("stored_bytes", WHOLE, "bytes of its object"),
                        new Column("sha256", TEXT, "digest of its object"),
                        new Column("storage_class", TEXT, "STANDARD, GLACIER or DEEP_ARCHIVE"),
                        new Column("ready_at", MOMENT,
                                "when it is or was thawed, UTC; null when that was not asked for"),
                        new Column("until", MOMENT, "when it is cold again, UTC")));
    }

    private static Table bundled() {
        return new Table(Question.BUNDLED,
                "one line of a bundle: an attempt, and what had become of it when it was packed",
                List.of(new Column("bundle", TEXT, "name of the bundle; the table is as of now"),
                        new Column("day", TEXT,
                                "day on which it arrived, UTC: YYYY-MM-DD; of other days nothing is read"),
                        new Column("position", WHOLE, "null: attempts have no positions on AWS"),
                        new Column("key", TEXT, "event key"),
                        new Column("version", TEXT, "the new bucket's name for this attempt"),
                        new Column("version_id", TEXT, "the same, as in events"),
                        new Column("arrival", MOMENT, "when it arrived, UTC"),
                        new Column("source", TEXT, "channel that sent it"),
                        new Column("sha256", TEXT, "digest of its body"),
                        new Column("outcome", TEXT, "accepted or rejected"),
                        new Column("code", TEXT, "why it was rejected"),
                        new Column("account", TEXT, "account that it touched, or was refused at; a transfer's source,"
                                + " but of two in a cold bundle the lower number"),
                        new Column("sequence", WHOLE,
                                "its entry there, or where the account stood when it was refused"),
                        new Column("target_account", TEXT, "the other account of a transfer"),
                        new Column("target_sequence", WHOLE, "its entry there"),
                        new Column("body", TEXT, "its body; null where that is not text, or its bundle is cold")));
    }
}
