package io.tidemark.app.reading;

import io.tidemark.app.reading.Status.Range;
import io.tidemark.app.reading.Status.Waiting;
import io.tidemark.core.pipeline.LedgerCondition;
import io.tidemark.core.pipeline.PausedByLoss;
import io.tidemark.core.port.ControlItem;
import io.tidemark.core.port.Cursor;
import io.tidemark.core.port.EventLog;
import io.tidemark.core.port.LedgerReader.HeldAttempt;
import io.tidemark.core.port.LedgerReader.PausedAccount;
import io.tidemark.core.port.LedgerReader;
import io.tidemark.core.port.LedgerReader.WaitingFollowUp;
import io.tidemark.core.port.LogRecord;
import io.tidemark.core.port.Pauses;
import io.tidemark.core.port.Stores;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Looks at a home as a whole.
public final class StatusReading {
    private StatusReading() {}

    /// How the home is.
    ///
    /// @param condition how its ledger was found to be
    /// @param ledger    a view of the ledger, or null when there is none or it cannot be read
    public static Status of(Stores stores, LedgerCondition condition, @Nullable LedgerReader ledger) {
        EventLog log = stores.log();
        ControlItem.State control = stores.control().read();
        return new Status(log.lastPosition(), lost(log), log.attemptCount(), stores.buckets().counts(), condition,
                control.generation(), ledger == null ? null : ledger.summary(), control.pausedAt(),
                new Pauses.State(false, paused(ledger)), PausedByLoss.of(log, ledger), held(ledger), restorable(log),
                ledger == null ? List.of() : waiting(log, ledger), stores.snapshots().list());
    }

    private static Status.@Nullable Lost lost(EventLog log) {
        long acknowledged = log.acknowledgedPosition();
        long last = log.lastPosition();
        return acknowledged > last ? new Status.Lost(last + 1, acknowledged) : null;
    }

    /// The events that are there have no gap, so every moment from the first to the last can be restored, with a snapshot or without.
    private static @Nullable Range restorable(EventLog log) {
        long last = log.lastPosition();
        LogRecord first = log.record(1);
        LogRecord latest = last == 0 ? null : log.record(last);
        return first == null || latest == null
                ? null
                : new Range(1, first.arrivalMicros(), last, latest.arrivalMicros());
    }

    /// The accounts of a ledger that are paused, by an operator or by loss.
    ///
    /// @param ledger the ledger, or null for none
    public static Set<String> paused(@Nullable LedgerReader ledger) {
        Set<String> paused = new HashSet<>();
        if (ledger != null) {
            try (Cursor<PausedAccount> all = ledger.pausedAccounts()) {
                for (PausedAccount one = all.next(); one != null; one = all.next()) {
                    paused.add(one.account());
                }
            }
        }
        paused.remove(PausedByLoss.NO_ACCOUNT);
        return paused;
    }

    private static Map<String, Long> held(@Nullable LedgerReader ledger) {
        Map<String, Long> held = new HashMap<>();
        if (ledger != null) {
            try (Cursor<HeldAttempt> all = ledger.heldAttempts()) {
                for (HeldAttempt one = all.next(); one != null; one = all.next()) {
                    held.merge(one.account(), 1L, Long::sum);
                }
            }
        }
        return held;
    }

    private static List<Waiting> waiting(EventLog log, LedgerReader ledger) {
        List<Waiting> waiting = new ArrayList<>();
        try (Cursor<WaitingFollowUp> all = ledger.waitingFollowUps()) {
            for (WaitingFollowUp one = all.next(); one != null && waiting.size() < Status.MAX_WAITING; one = all
                    .next()) {
                LogRecord record = log.record(one.position());
                waiting.add(new Waiting(one.key(), one.original(), one.position(),
                        record == null ? 0 : record.arrivalMicros()));
            }
        }
        return waiting;
    }
}
