package io.tidemark.aws.athena;

import io.tidemark.aws.function.Settings;
import io.tidemark.core.port.Bucket;
import java.util.Map;

/// What is called how where questions are asked. Immutable.
///
/// @param workGroup   the workgroup that queries run in
/// @param database    the database that the tables are in
/// @param results     the bucket for what Athena answers
/// @param inventories for each bucket of events, the bucket that its reports are in
public record AthenaNames(String workGroup, String database, String results, Map<Bucket, String> inventories) {
    /// Names with a copy of that map.
    public AthenaNames {
        inventories = Map.copyOf(inventories);
    }

    /// The names that settings give, or that follow from them as the templates and scripts have it.
    public static AthenaNames of(Settings settings) {
        String workGroup = settings.optional("WORK_GROUP_NAME_PARAM");
        String database = settings.optional("DATABASE_NAME_PARAM");
        return new AthenaNames(workGroup == null ? settings.prefix() : workGroup,
                database == null ? settings.prefix().replace('-', '_') : database,
                settings.afterNewEvents("QUERY_RESULT_BUCKET_NAME_PARAM", "query-results"),
                Map.of(Bucket.NEW, settings.afterNewEvents("NEW_INVENTORY_BUCKET_NAME_PARAM", "new-events-inventory"),
                        Bucket.ARCHIVE,
                        settings.afterNewEvents("ARCHIVE_INVENTORY_BUCKET_NAME_PARAM", "archive-events-inventory"),
                        Bucket.REJECTED,
                        settings.afterNewEvents("REJECTED_INVENTORY_BUCKET_NAME_PARAM", "rejected-events-inventory")));
    }

    /// Where Athena puts its answers, where the workgroup does not say.
    String resultLocation() {
        return "s3://" + results + "/results/";
    }

    /// The bucket of a bucket's reports.
    String inventoryOf(Bucket bucket) {
        String name = inventories.get(bucket);
        if (name == null) {
            throw new IllegalArgumentException("no bucket is named for the inventory of " + bucket);
        }
        return name;
    }

    /// The bucket that the index is written down in: the one of the new events' reports.
    String index() {
        return inventoryOf(Bucket.NEW);
    }
}
