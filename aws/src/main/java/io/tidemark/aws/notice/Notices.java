package io.tidemark.aws.notice;

import io.tidemark.aws.json.JsonTree;
import io.tidemark.aws.notice.Notice.Created;
import io.tidemark.aws.notice.Notice.Foreign;
import io.tidemark.aws.notice.Notice.ObjectPlace;
import io.tidemark.aws.notice.Notice.Removed;
import io.tidemark.aws.notice.Notice.TestEvent;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads what arrives in a queue that a bucket's topic feeds. Never fails: what it cannot read comes back as [Foreign].
public final class Notices {
    private Notices() {}

    /// What the body of one SQS message says, in its order.
    ///
    /// @param body SNS's envelope around S3's notification, or, where the subscription delivers raw messages, the notification alone
    public static List<Notice> read(String body) {
        JsonTree document = JsonTree.read(body);
        if (document == null) {
            return List.of(new Foreign("not JSON"));
        }
        if (document.at("Type").text() != null && document.at("Message").text() != null) {
            String message = document.at("Message").text();
            document = message == null ? null : JsonTree.read(message);
            if (document == null) {
                return List.of(new Foreign("the message in the envelope is not JSON"));
            }
        }
        if ("s3:TestEvent".equals(document.at("Event").text())) {
            return List.of(new TestEvent());
        }
        List<JsonTree> records = document.at("Records").elements();
        if (records.isEmpty()) {
            return List.of(new Foreign("no notification of S3: it has no records"));
        }
        return records.stream().map(Notices::record).toList();
    }

    private static Notice record(JsonTree record) {
        String name = record.at("eventName").text();
        if (!"aws:s3".equals(record.at("eventSource").text()) || name == null) {
            return new Foreign("a record that is not of S3");
        }
        String bucket = record.at("s3", "bucket", "name").text();
        String encoded = record.at("s3", "object", "key").text();
        String key = encoded == null ? null : decoded(encoded);
        if (bucket == null || key == null) {
            return new Foreign("a record of S3 that names no object");
        }
        String sequencer = record.at("s3", "object", "sequencer").text();
        ObjectPlace place = new ObjectPlace(bucket, key, record.at("s3", "object", "versionId").text(),
                sequencer == null ? null : new Sequencer(sequencer), record.at("eventTime").text());
        String kind = name.startsWith("s3:") ? name.substring(3) : name;
        if (kind.startsWith("ObjectCreated:")) {
            return new Created(place);
        }
        boolean lifecycle = kind.startsWith("LifecycleExpiration:");
        return lifecycle || kind.startsWith("ObjectRemoved:") ? new Removed(place, lifecycle)
                : new Foreign("a notification of " + name + " for " + key);
    }

    private static @Nullable String decoded(String key) {
        try {
            return URLDecoder.decode(key, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /// A notification in S3's form that says of each version that it was put: what hands an attempt back to the router. The inverse of
    /// [#read].
    ///
    /// @param places what was put
    public static String created(List<ObjectPlace> places) {
        List<Object> records = new ArrayList<>();
        for (ObjectPlace place : places) {
            Map<String, Object> object = place.version() == null
                    ? Map.of("key", encoded(place.key()))
                    : Map.of("key", encoded(place.key()), "versionId", place.version());
            records.add(Map.of("eventSource", "aws:s3", "eventName", "ObjectCreated:HandedBack", "s3",
                    Map.of("bucket", Map.of("name", place.bucket()), "object", object)));
        }
        return JsonTree.write(Map.of("Records", records));
    }

    private static String encoded(String key) {
        return URLEncoder.encode(key, StandardCharsets.UTF_8);
    }
}
