package io.tidemark.aws.meter;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsRequest;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;

/// Listens to the clients of S3, SQS and DynamoDB and notes which actions, by their names in policies, must be allowed on what. Safe for
/// use by many threads.
public final class AskedActions implements ExecutionInterceptor {
    private final Set<Action> asked = new ConcurrentSkipListSet<>();

    /// A listener that has heard nothing.
    public AskedActions() {}

    /// An action on a thing.
    ///
    /// @param name such as `s3:GetObject`
    /// @param on   the name of the bucket or table, followed by `/*` where it is on its objects; the address of the queue
    public record Action(String name, String on) implements Comparable<Action> {
        @Override
        public int compareTo(Action other) {
            return toString().compareTo(other.toString());
        }

        @Override
        public String toString() {
            return name + " on " + on;
        }
    }

    /// What was asked since this was asked last.
    public Set<Action> take() {
        Set<Action> taken = new TreeSet<>(asked);
        asked.clear();
        return taken;
    }

    @Override
    public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
        asked.addAll(actions(context.request()));
    }

    private static List<Action> actions(SdkRequest request) {
        return switch (request) {
            case GetObjectRequest get -> List.of(reading(get.bucket(), get.versionId() != null));
            case HeadObjectRequest head -> List.of(reading(head.bucket(), head.versionId() != null));
            case ListObjectsV2Request list -> List.of(new Action("s3:ListBucket", list.bucket()));
            case DeleteObjectRequest delete -> List.of(new Action(
                    delete.versionId() == null ? "s3:DeleteObject" : "s3:DeleteObjectVersion", delete.bucket() + "/*"));
            case ListObjectVersionsRequest list -> List.of(new Action("s3:ListBucketVersions", list.bucket()));
            case PutObjectRequest put -> List.of(new Action("s3:PutObject", put.bucket() + "/*"));
            case GetItemRequest get -> List.of(new Action("dynamodb:GetItem", get.tableName()));
            case QueryRequest query -> List.of(new Action("dynamodb:Query", query.tableName()));
            case PutItemRequest put -> List.of(new Action("dynamodb:PutItem", put.tableName()));
            case UpdateItemRequest update -> List.of(new Action("dynamodb:UpdateItem", update.tableName()));
            case TransactWriteItemsRequest transaction ->
                    transaction.transactItems().stream().map(AskedActions::writing).toList();
            case SendMessageRequest send -> List.of(new Action("sqs:SendMessage", send.queueUrl()));
            case SendMessageBatchRequest send -> List.of(new Action("sqs:SendMessage", send.queueUrl()));
            default -> throw new IllegalArgumentException("which action is " + request.getClass().getName() + "?");
        };
    }

    private static Action reading(String bucket, boolean version) {
        return new Action(version ? "s3:GetObjectVersion" : "s3:GetObject", bucket + "/*");
    }

    private static Action writing(TransactWriteItem item) {
        if (item.put() != null) {
            return new Action("dynamodb:PutItem", item.put().tableName());
        }
        if (item.update() != null) {
            return new Action("dynamodb:UpdateItem", item.update().tableName());
        }
        return item.delete() != null ? new Action("dynamodb:DeleteItem", item.delete().tableName())
                : new Action("dynamodb:ConditionCheckItem", item.conditionCheck().tableName());
    }
}
