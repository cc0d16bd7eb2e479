package io.tidemark.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.port.Body;
import io.tidemark.core.port.Cursor;
import io.tidemark.core.port.EventLog;
import io.tidemark.core.port.LogRecord;
import io.tidemark.core.port.NewAttempt;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/// What the contracts of [EventLog] put and how they look at it.
abstract class EventLogCases extends PortCases {
    static final EventKey KEY = EventKey.of("incoming_payment_1.event");
    static final EventKey OTHER = EventKey.of("no-such-type.event");

    final EventLog log() {
        return stores.log();
    }

    final long now() {
        Instant now = clock.instant();
        return now.getEpochSecond() * 1_000_000 + now.getNano() / 1000;
    }

    final List<Long> arrivals() {
        return records(1, log().lastPosition()).stream().map(LogRecord::arrivalMicros).toList();
    }

    /// The records of a scan, whose segments are held to what they say of themselves.
    final List<LogRecord> records(long from, long to) {
        List<LogRecord> records = new ArrayList<>();
        long expected = from;
        Cursor<EventLog.Segment> segments = log().scan(from, to);
        try (segments) {
            for (EventLog.Segment segment = segments.next(); segment != null; segment = segments.next()) {
                assertThat(segment.firstPosition()).isEqualTo(expected);
                List<LogRecord> own = segment.records();
                assertThat(positions(own)).isEqualTo(
                        LongStream.rangeClosed(segment.firstPosition(), segment.lastPosition()).boxed().toList());
                records.addAll(own);
                expected = segment.lastPosition() + 1;
            }
            assertThat(segments.next()).as("the segment after the last, asked for again").isNull();
            segments.close();
        }
        return records;
    }

    static List<Long> positions(List<LogRecord> records) {
        return records.stream().map(LogRecord::position).toList();
    }

    static List<NewAttempt> numbered(int count) {
        List<NewAttempt> attempts = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            attempts.add(new NewAttempt(KEY, body("number " + i), null));
        }
        return attempts;
    }

    static NewAttempt attempt(String text) {
        return new NewAttempt(KEY, body(text), null);
    }

    static Body body(String text) {
        return Body.of(text.getBytes(StandardCharsets.UTF_8));
    }
}
