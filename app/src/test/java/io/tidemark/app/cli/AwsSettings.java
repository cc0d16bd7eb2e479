package io.tidemark.app.cli;

import io.tidemark.testkit.servers.AwsServers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// What the environment says of an installation on the tests' servers.
final class AwsSettings {
    private AwsSettings() {}

    /// The settings of a new installation; more can be put into them.
    ///
    /// @param more what buckets it has beside those for new, archived and rejected events
    static Map<String, String> ofNew(String... more) {
        AwsServers.Tables tables = AwsServers.newTables();
        Map<String, String> settings = new HashMap<>();
        for (String bucket : List.of("NEW_EVENT", "ARCHIVE_EVENT", "REJECTED_EVENT")) {
            settings.put(bucket + "_BUCKET_NAME_PARAM", AwsServers.newBucket());
        }
        for (String bucket : more) {
            settings.put(bucket + "_BUCKET_NAME_PARAM", AwsServers.newBucket());
        }
        settings.put("DYNAMODB_ACCOUNTS_TABLE_NAME_PARAM", tables.accounts());
        settings.put("DYNAMODB_OBJECT_TABLE_NAME_PARAM", tables.objects());
        settings.put("CREATED_QUEUE_URL", AwsServers.newQueue(false));
        settings.put("EXPIRED_QUEUE_URL", AwsServers.newQueue(false));
        settings.put("TRANSACTIONS_QUEUE_URL", AwsServers.newQueue(true));
        settings.put("QUEUE_WAIT_SECONDS", "0");
        settings.put("AWS_REGION", "eu-central-1");
        settings.put("AWS_ACCESS_KEY_ID", AwsServers.KEY_ID);
        settings.put("AWS_SECRET_ACCESS_KEY", AwsServers.SECRET);
        settings.put("AWS_ENDPOINT_URL_S3", AwsServers.s3Endpoint().toString());
        settings.put("AWS_ENDPOINT_URL_DYNAMODB", AwsServers.dynamoDbEndpoint().toString());
        settings.put("AWS_ENDPOINT_URL_SQS", AwsServers.sqsEndpoint().toString());
        return settings;
    }

    /// One of them, which must be there.
    static String get(Map<String, String> settings, String name) {
        return Objects.requireNonNull(settings.get(name), name);
    }
}
