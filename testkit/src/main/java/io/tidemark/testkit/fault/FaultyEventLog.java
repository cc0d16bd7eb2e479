package io.tidemark.testkit.fault;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.port.ControlAction;
import io.tidemark.core.port.Cursor;
import io.tidemark.core.port.EventLog;
import io.tidemark.core.port.LogRecord;
import io.tidemark.core.port.NewAttempt;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An event log whose writes meet the faults of a schedule. A put that a fault strikes in its course leaves the first half of its
/// list, rounded down: a prefix, as the port allows.
public final class FaultyEventLog implements EventLog {
    private final EventLog log;
    private final FaultSchedule schedule;

    /// The same log, through the schedule.
    public FaultyEventLog(EventLog log, FaultSchedule schedule) {
        this.log = log;
        this.schedule = schedule;
    }

    @Override
    public long[] put(List<NewAttempt> attempts) {
        return schedule.write("put of " + attempts.size(), () -> log.put(attempts),
                () -> log.put(attempts.subList(0, attempts.size() / 2)));
    }

    @Override
    public long control(ControlAction action, String operator, String reason) {
        return schedule.write("control record", () -> log.control(action, operator, reason));
    }

    @Override
    public List<Long> exclusions() {
        return schedule.read(log::exclusions);
    }

    @Override
    public long lastPosition() {
        return schedule.read(log::lastPosition);
    }

    @Override
    public long acknowledgedPosition() {
        return schedule.read(log::acknowledgedPosition);
    }

    @Override
    public void acceptLoss() {
        schedule.write("loss accepted", log::acceptLoss);
    }

    @Override
    public List<String> accountsOf(long position) {
        return schedule.read(() -> log.accountsOf(position));
    }

    @Override
    public KeyCheck checkKeys(long toPosition) {
        return schedule.read(() -> log.checkKeys(toPosition));
    }

    @Override
    public void rebuildKeys() {
        schedule.write("keys rebuilt", log::rebuildKeys);
    }

    @Override
    public long attemptCount() {
        return schedule.read(log::attemptCount);
    }

    @Override
    public Cursor<Segment> scan(long fromPosition, long toPosition) {
        return schedule.read(() -> log.scan(fromPosition, toPosition));
    }

    @Override
    public @Nullable LogRecord record(long position) {
        return schedule.read(() -> log.record(position));
    }

    @Override
    public List<LogRecord.Attempt> attempts(EventKey key) {
        return schedule.read(() -> log.attempts(key));
    }

    @Override
    public long firstPositionBefore(EventKey key, long position) {
        return schedule.read(() -> log.firstPositionBefore(key, position));
    }

    @Override
    public long positionAt(long arrivalMicros) {
        return schedule.read(() -> log.positionAt(arrivalMicros));
    }

    @Override
    public void close() {
        log.close();
    }
}
