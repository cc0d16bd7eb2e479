package io.tidemark.aws.function;

import io.tidemark.aws.json.JsonTree;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What a function writes: a JSON object a line, and metrics in CloudWatch's embedded format, which are lines too. Not thread-safe.
///
/// @param out       takes a line
/// @param namespace the namespace of the metrics
record FunctionLog(Consumer<String> out, String namespace) {
    /// Says what became of something.
    ///
    /// @param level   `INFO`, `WARN` or `ERROR`
    /// @param message what happened
    /// @param key     the event key, or null where there is none
    /// @param more    other members
    void line(String level, String message, @Nullable String key, Map<String, String> more) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("level", level);
        members.put("message", message);
        if (key != null) {
            members.put("eventKey", key);
        }
        members.putAll(new TreeMap<>(more));
        out.accept(JsonTree.write(members));
    }

    /// Counts.
    ///
    /// @param counts     the metrics
    /// @param dimensions the dimensions by name; none for a metric without
    void metrics(Instant now, Map<String, Long> counts, Map<String, String> dimensions) {
        if (counts.isEmpty()) {
            return;
        }
        List<Object> names = new ArrayList<>();
        counts.keySet().stream().sorted().forEach(name -> names.add(Map.of("Name", name, "Unit", "Count")));
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("_aws",
                Map.of("Timestamp", now.toEpochMilli(), "CloudWatchMetrics",
                        List.of(Map.of("Namespace", namespace, "Dimensions",
                                List.of(dimensions.keySet().stream().sorted().toList()), "Metrics", names))));
        members.putAll(new TreeMap<>(dimensions));
        members.putAll(new TreeMap<>(counts));
        out.accept(JsonTree.write(members));
    }
}
