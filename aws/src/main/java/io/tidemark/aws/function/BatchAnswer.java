package io.tidemark.aws.function;

import io.tidemark.aws.json.JsonTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What a function answers to a batch of messages: those that are to come again. Not thread-safe.
final class BatchAnswer {
    private final List<Object> failures = new ArrayList<>();

    void fail(String messageId) {
        failures.add(Map.of("itemIdentifier", messageId));
    }

    /// In the form that Lambda expects of `ReportBatchItemFailures`; none failed where the list is empty.
    String text() {
        return JsonTree.write(Map.of("batchItemFailures", failures));
    }
}
