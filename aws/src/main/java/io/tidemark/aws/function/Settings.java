package io.tidemark.aws.function;

import io.tidemark.aws.bucket.BucketNames;
import io.tidemark.aws.table.TableNames;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a function or a program is told of an installation: the names of its parts, as variables that are called as the lab calls them.
///
/// @param variables the variables by name: of an environment, or of a file
public record Settings(Map<String, String> variables) {
    private static final String NEW_EVENTS = "NEW_EVENT_BUCKET_NAME_PARAM";
    private static final String ARCHIVE = "ARCHIVE_EVENT_BUCKET_NAME_PARAM";
    private static final String REJECTED = "REJECTED_EVENT_BUCKET_NAME_PARAM";
    private static final String SNAPSHOTS = "SNAPSHOT_BUCKET_NAME_PARAM";
    private static final String ACCOUNTS = "DYNAMODB_ACCOUNTS_TABLE_NAME_PARAM";
    private static final String BUNDLE_AFTER_DAYS = "BUNDLE_AFTER_DAYS";
    private static final String OBJECTS = "DYNAMODB_OBJECT_TABLE_NAME_PARAM";

    /// The variables without which no installation can be found, of those that are not set.
    public List<String> missing() {
        return List.of(NEW_EVENTS, ARCHIVE, ACCOUNTS, OBJECTS).stream().filter(name -> optional(name) == null)
                .toList();
    }

    /// The buckets of events.
    public BucketNames buckets() {
        return new BucketNames(required(NEW_EVENTS), required(ARCHIVE), afterNewEvents(REJECTED, "rejected-events"));
    }

    /// The tables of the first generation.
    public TableNames tables() {
        return new TableNames(required(ACCOUNTS), required(OBJECTS));
    }

    /// The bucket of snapshots.
    public String snapshots() {
        return afterNewEvents(SNAPSHOTS, "snapshots");
    }

    /// The address of the FIFO queue of transactions.
    String transactionsQueue() {
        return required("TRANSACTIONS_QUEUE_URL");
    }

    /// The address of the queue of notifications of what was put.
    String createdQueue() {
        return required("CREATED_QUEUE_URL");
    }

    /// How many days before today are left alone by the bundler: 0 packs up to yesterday, as the command does.
    int bundleAfterDays() {
        String days = optional(BUNDLE_AFTER_DAYS);
        if (days == null) {
            return 0;
        }
        if (!days.matches("\\d{1,5}")) {
            throw new IllegalStateException("the variable " + BUNDLE_AFTER_DAYS + " takes a number of days: " + days);
        }
        return Integer.parseInt(days);
    }

    /// The namespace of the metrics.
    String metricNamespace() {
        return variables.getOrDefault("METRIC_NAMESPACE", "Tidemark");
    }

    /// What names of topics and queues begin with.
    public String prefix() {
        String prefix = optional("NAME_PREFIX_PARAM");
        return prefix == null ? "tidemark" : prefix;
    }

    /// A bucket's name, which the lab makes of that of the new-events bucket where it is not given.
    ///
    /// @param name the variable that gives it
    /// @param part what it has in the place of `new-events`
    public String afterNewEvents(String name, String part) {
        String given = optional(name);
        if (given != null) {
            return given;
        }
        String newEvents = required(NEW_EVENTS);
        return newEvents.contains("new-events")
                ? newEvents.replaceFirst("new-events", part)
                : newEvents + "-" + part;
    }

    /// The value of a variable, or null when it is not set or blank.
    public @Nullable String optional(String name) {
        String value = variables.get(name);
        return value == null || value.isBlank() ? null : value;
    }

    private String required(String name) {
        String value = optional(name);
        if (value == null) {
            throw new IllegalStateException("the variable " + name + " is not set");
        }
        return value;
    }
}
