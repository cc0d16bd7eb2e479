package io.tidemark.aws.recovery;

import io.tidemark.aws.LocalServers;
import io.tidemark.core.event.EventKey;
import io.tidemark.core.port.Bucket;
import io.tidemark.core.port.EventwiseStores;
import io.tidemark.core.port.KeyRecord;
import java.util.Map;
import java.util.Objects;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Changes what an installation holds behind its back.
final class Tampering {
    private final RecoverableAws aws;

    Tampering(RecoverableAws aws) {
        this.aws = aws;
    }

    /// Changes a file of a snapshot behind its back, version and all.
    void damageSnapshot(String id) {
        String key = "published/" + id;
        String text = LocalServers.s3().getObjectAsBytes(get -> get.bucket(aws.snapshotBucket()).key(key))
                .asUtf8String();
        String other = LocalServers.s3().putObject(put -> put.bucket(aws.snapshotBucket())
                .key("files/" + id + "/accounts.ndjson.zst"), RequestBody.fromString("other")).versionId();
        LocalServers.s3().putObject(put -> put.bucket(aws.snapshotBucket()).key(key), RequestBody.fromString(
                text.replaceFirst("(\"accounts.ndjson.zst\":\")[^\"]*", "$1" + other)));
    }

    /// Changes a number in the table of accounts.
    void alter(String pk, String sk, String attribute, String number) {
        LocalServers.dynamoDb().updateItem(update -> update.tableName(aws.tables().accounts())
                .key(Map.of("PK", AttributeValue.fromS(pk), "SK", AttributeValue.fromS(sk)))
                .updateExpression("SET " + attribute + " = :n").expressionAttributeValues(
                        Map.of(":n", AttributeValue.fromN(number))));
    }

    /// Has the index say that a rejected event was refused for another reason.
    void alterOutcome(String key) {
        LocalServers.dynamoDb().scan(scan -> scan.tableName(aws.tables().objects())).items().stream()
                .filter(item -> Objects.requireNonNull(item.get("PK")).s().equals("KEY#" + key)
                        && item.containsKey("Code"))
                .forEach(item -> LocalServers.dynamoDb().updateItem(update -> update.tableName(aws.tables().objects())
                        .key(Map.of("PK", Objects.requireNonNull(item.get("PK")), "SK",
                                Objects.requireNonNull(item.get("SK"))))
                        .updateExpression("SET Code = :c")
                        .expressionAttributeValues(Map.of(":c", AttributeValue.fromS("UNKNOWN_ACCOUNT")))));
    }

    /// Removes what was written down of exclusions.
    void removeExclusions() {
        aws.stores().exclusions().list().forEach(id -> LocalServers.s3()
                .deleteObject(delete -> delete.bucket(aws.snapshotBucket()).key("exclusions/" + id + ".json")));
    }

    /// Deletes every version of a key in every bucket.
    void removeForGood(String key) {
        for (Bucket bucket : Bucket.values()) {
            String name = aws.installation().buckets().of(bucket);
            LocalServers.s3().listObjectVersions(list -> list.bucket(name).prefix(key)).versions()
                    .forEach(version -> LocalServers.s3().deleteObject(
                            delete -> delete.bucket(name).key(key).versionId(version.versionId())));
        }
    }

    /// What S3 does with versions that are no longer in sight, once their days are over.
    void removeVersionsOfNewEvents() {
        String bucket = aws.installation().buckets().newEvents();
        EventwiseStores stores = aws.eventwise();
        LocalServers.s3().listObjectVersionsPaginator(list -> list.bucket(bucket)).versions().forEach(version -> {
            KeyRecord.Judged judged = stores.book().key(EventKey.of(version.key())).judged(version.versionId());
            if (judged != null) {
                LocalServers.s3().deleteObject(
                        delete -> delete.bucket(bucket).key(version.key()).versionId(version.versionId()));
            }
        });
    }

    /// Removes the bundles for good, but not what is known of them.
    void loseBundles() {
        removeVersions(aws.installation().buckets().archive(), "bundles/");
    }

    private static void removeVersions(String bucket, String prefix) {
        LocalServers.s3().listObjectVersionsPaginator(list -> list.bucket(bucket).prefix(prefix)).versions()
                .forEach(version -> LocalServers.s3().deleteObject(
                        delete -> delete.bucket(bucket).key(version.key()).versionId(version.versionId())));
    }
}
