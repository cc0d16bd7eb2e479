package io.tidemark.embedded.log;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.port.ControlAction;
import io.tidemark.core.port.Cursor;
import io.tidemark.core.port.EventLog;
import io.tidemark.core.port.LogRecord;
import io.tidemark.core.port.NewAttempt;
import io.tidemark.core.port.StorageException;
import io.tidemark.core.port.StorageException.Kind;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The log in the events database.
final class StoredEventLog implements EventLog {
    private final Supplier<OpenedEvents> events;
    private final @Nullable Appender appender;

    /// The log of an events database.
    ///
    /// @param appender null when it was opened for reading
    StoredEventLog(Supplier<OpenedEvents> events, @Nullable Appender appender) {
        this.events = events;
        this.appender = appender;
    }

    private LogReader reader() {
        return events.get().reader();
    }

    private Appender appender() {
        if (appender == null) {
            throw new StorageException(Kind.READ_ONLY, "cannot write events: they were opened for reading");
        }
        return appender;
    }

    @Override
    public long[] put(List<NewAttempt> attempts) {
        return appender().put(attempts);
    }

    @Override
    public long control(ControlAction action, String operator, String reason) {
        return appender().control(action, operator, reason);
    }

    @Override
    public List<Long> exclusions() {
        return reader().exclusions().upTo(lastPosition());
    }

    @Override
    public long lastPosition() {
        return reader().mark().lastPosition();
    }

    @Override
    public long acknowledgedPosition() {
        if (appender == null) {
            return Math.max(events.get().acknowledged(), lastPosition());
        }
        // In this order: what is put meanwhile is written before it is acknowledged, and acknowledged before it is shown.
        long acknowledged = appender.acknowledged();
        return acknowledged > reader().written().lastPosition() ? acknowledged : lastPosition();
    }

    @Override
    public void acceptLoss() {
        appender().acceptLoss();
    }

    @Override
    public List<String> accountsOf(long position) {
        return reader().accountsOf(position);
    }

    @Override
    public KeyCheck checkKeys(long toPosition) {
        return reader().keys().check(toPosition);
    }

    @Override
    public void rebuildKeys() {
        appender().rebuildKeys();
    }

    @Override
    public long attemptCount() {
        return reader().mark().attempts();
    }

    @Override
    public Cursor<Segment> scan(long fromPosition, long toPosition) {
        return reader().scan(fromPosition, toPosition);
    }

    @Override
    public @Nullable LogRecord record(long position) {
        return reader().record(position);
    }

    @Override
    public List<LogRecord.Attempt> attempts(EventKey key) {
        return reader().attempts(key);
    }

    @Override
    public long firstPositionBefore(EventKey key, long position) {
        return reader().firstPositionBefore(key, position);
    }

    @Override
    public long positionAt(long arrivalMicros) {
        return reader().positionAt(arrivalMicros);
    }

    /// Nothing to let go of: the database belongs to the [EventsStore].
    @Override
    public void close() {
        // See above.
    }
}
