package io.tidemark.recovery.plan;

import io.tidemark.core.port.Cursor;
import io.tidemark.core.port.EventLog;
import io.tidemark.core.port.LogRecord;
import java.util.function.Consumer;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/// Finds the attempts that a selection means. Not thread-safe.
final class Selector {
    private final EventLog log;
    private final @Nullable LongUnaryOperator arrivals;
    private final Fitting fitting;

    Selector(EventLog log) {
        this.log = log;
        arrivals = null;
        fitting = new Fitting(log::attempts);
    }

    /// @param arrivals when the attempt at a position arrived, in microseconds since 1970, where the log does not tell
    Selector(EventLog log, LongUnaryOperator arrivals) {
        this.log = log;
        this.arrivals = arrivals;
        fitting = new Fitting(log::attempts);
    }

    /// Looks through the attempts that arrived when the selection says, and at the bodies only where accounts are asked for.
    ///
    /// @param matched told of each attempt that fits, in arrival order
    void find(Selection selection, Consumer<LogRecord.Attempt> matched) {
        Long fromMicros = selection.fromMicros();
        Long toMicros = selection.toMicros();
        long from = fromMicros == null || arrivals != null ? 1 : log.positionAt(fromMicros - 1) + 1;
        long to = toMicros == null || arrivals != null ? log.lastPosition() : log.positionAt(toMicros);
        if (from > to) {
            return;
        }
        try (Cursor<EventLog.Segment> segments = log.scan(from, to)) {
            for (EventLog.Segment segment = segments.next(); segment != null; segment = segments.next()) {
                for (LogRecord record : segment.records()) {
                    if (record instanceof LogRecord.Attempt attempt && fits(selection, attempt)) {
                        matched.accept(attempt);
                    }
                }
            }
        }
    }

    private boolean fits(Selection selection, LogRecord.Attempt attempt) {
        return isThen(selection, attempt.position()) && fitting.isMeant(selection, attempt);
    }

    private boolean isThen(Selection selection, long position) {
        if (arrivals == null) {
            return true;
        }
        long arrival = arrivals.applyAsLong(position);
        Long from = selection.fromMicros();
        Long to = selection.toMicros();
        return (from == null || arrival >= from) && (to == null || arrival <= to);
    }
}
