package io.tidemark.embedded;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.port.Body;
import io.tidemark.core.port.Cursor;
import io.tidemark.core.port.EventLog;
import io.tidemark.core.port.LogRecord;
import io.tidemark.core.port.NewAttempt;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Attempts to put, and the log as a list.
final class Puts {
    private Puts() {}

    /// An attempt under the key `cash_deposit_NAME.event`.
    static NewAttempt attempt(String name, String body) {
        return attempt(name, body, null);
    }

    static NewAttempt attempt(String name, String body, @Nullable String source) {
        return new NewAttempt(key(name), Body.of(body.getBytes(StandardCharsets.UTF_8)), source);
    }

    static EventKey key(String name) {
        return EventKey.of("cash_deposit_" + name + ".event");
    }

    /// Attempts number `from` to before `to`, all different.
    static List<NewAttempt> numbered(int from, int to) {
        List<NewAttempt> attempts = new ArrayList<>();
        for (int i = from; i < to; i++) {
            attempts.add(attempt("n" + i, bodyOf(i)));
        }
        return attempts;
    }

    static String bodyOf(int number) {
        return "{\"EventTimeStamp\": 1725000000, \"Amount\": \"" + number + ".00\", \"TargetAccount\": \"A-"
                + number % 100
                + "\", \"Note\": \"" + "x".repeat(number % 50) + "\"}";
    }

    /// All records from a position on.
    static List<LogRecord> scan(EventLog log, long from) {
        List<LogRecord> records = new ArrayList<>();
        try (Cursor<EventLog.Segment> cursor = log.scan(from, Long.MAX_VALUE)) {
            for (EventLog.Segment segment = cursor.next(); segment != null; segment = cursor.next()) {
                records.addAll(segment.records());
            }
        }
        return records;
    }

    static String text(LogRecord.Attempt attempt) {
        return new String(attempt.body().toBytes(), StandardCharsets.UTF_8);
    }
}
