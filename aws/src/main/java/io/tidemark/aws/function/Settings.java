package io.tidemark.aws.function;

import io.tidemark.aws.bucket.BucketNames;
import io.tidemark.aws.table.TableNames;
import java.util.Map;

/// What a function is told by its environment.
///
/// @param variables the environment's variables
public record Settings(Map<String, String> variables) {
    /// The buckets of events.
    BucketNames buckets() {
        return new BucketNames(required("NEW_EVENT_BUCKET_NAME_PARAM"), required("ARCHIVE_EVENT_BUCKET_NAME_PARAM"),
                required("REJECTED_EVENT_BUCKET_NAME_PARAM"));
    }

    /// The tables of the first generation.
    TableNames tables() {
        return new TableNames(required("DYNAMODB_ACCOUNTS_TABLE_NAME_PARAM"),
                required("DYNAMODB_OBJECT_TABLE_NAME_PARAM"));
    }

    /// The address of the FIFO queue of transactions.
    String transactionsQueue() {
        return required("TRANSACTIONS_QUEUE_URL");
    }

    /// The address of the queue of notifications of what was put.
    String createdQueue() {
        return required("CREATED_QUEUE_URL");
    }

    /// The namespace of the metrics.
    String metricNamespace() {
        return variables.getOrDefault("METRIC_NAMESPACE", "Tidemark");
    }

    private String required(String name) {
        String value = variables.get(name);
        if (value == null || value.isBlank()) {
            throw new IllegalStateException("the environment variable " + name + " is not set");
        }
        return value;
    }
}
