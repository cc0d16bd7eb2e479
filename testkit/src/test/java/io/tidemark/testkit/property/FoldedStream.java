package io.tidemark.testkit.property;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.event.EventType;
import io.tidemark.core.ledger.Account;
import io.tidemark.core.ledger.Entry;
import io.tidemark.core.ledger.EntryStatus;
import io.tidemark.core.ledger.OpenMatter;
import io.tidemark.core.ledger.Outcome;
import io.tidemark.core.ledger.StateDigest;
import io.tidemark.core.pipeline.AttemptIndex;
import io.tidemark.core.pipeline.Exclusions;
import io.tidemark.core.pipeline.Fold;
import io.tidemark.core.pipeline.Losses;
import io.tidemark.core.pipeline.Preparer;
import io.tidemark.core.pipeline.WorkingState;
import io.tidemark.core.port.Bundles;
import io.tidemark.core.port.ControlAction;
import io.tidemark.core.port.Cursor;
import io.tidemark.core.port.LedgerCommit.PauseChange;
import io.tidemark.core.port.LedgerReader.HeldAttempt;
import io.tidemark.core.port.LedgerReader.PausedAccount;
import io.tidemark.core.port.LedgerReader;
import io.tidemark.core.port.LedgerReader.PlacedEntry;
import io.tidemark.core.port.LogRecord;
import io.tidemark.core.port.NewAttempt;
import io.tidemark.testkit.contract.LedgerContents;
import io.tidemark.testkit.generate.ArrivalsIntoLog;
import io.tidemark.testkit.model.Arrival;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Arrivals folded by the real pipeline: codec, rules and fold, without a store. All records are there from the beginning, as they
/// are when a log is processed that was put before.
final class FoldedStream implements AttemptIndex {
    private final List<LogRecord> records = new ArrayList<>();
    private final Map<EventKey, Long> firstPositions = new HashMap<>();
    private final WorkingState state = WorkingState.empty();
    private final List<Outcome> outcomes = new ArrayList<>();
    private final TreeMap<String, PausedAccount> paused = new TreeMap<>();
    private final TreeMap<Long, HeldAttempt> held = new TreeMap<>();

    private FoldedStream(List<? extends Arrival> arrivals) {
        Map<EventKey, Integer> versions = new HashMap<>();
        Set<NewAttempt> known = new HashSet<>();
        for (Arrival arrival : arrivals) {
            long position = records.size() + 1L;
            if (arrival instanceof Arrival.Put put) {
                NewAttempt attempt = ArrivalsIntoLog.attempt(put);
                if (known.add(new NewAttempt(attempt.key(), attempt.body(), null))) {
                    firstPositions.putIfAbsent(attempt.key(), position);
                    records.add(new LogRecord.Attempt(position, position, attempt.key(),
                            versions.merge(attempt.key(), 1, Integer::sum), attempt.source(), attempt.body()));
                }
            } else {
                records.add(new LogRecord.Control(position, position, ArrivalsIntoLog.action(arrival), "operator",
                        "generated"));
            }
        }
    }

    static FoldedStream of(List<? extends Arrival> arrivals) {
        return without(arrivals, List.of());
    }

    /// The same when attempts are lost.
    static FoldedStream without(List<? extends Arrival> arrivals, List<Bundles.Held> lost) {
        FoldedStream stream = new FoldedStream(arrivals);
        Losses losses = Losses.of(cursor(lost.iterator()));
        Fold fold = new Fold(stream.state, stream, stream.exclusions(), losses);
        Preparer preparer = new Preparer(losses);
        stream.records.forEach(record -> {
            fold.next(preparer.prepare(record), stream.outcomes::add);
            stream.take(stream.state.drainPauses());
        });
        return stream;
    }

    private static <T> Cursor<T> cursor(Iterator<T> items) {
        return new Cursor<>() {
            @Override
            public @Nullable T next() {
                return items.hasNext() ? items.next() : null;
            }

            @Override
            public void close() {
                // Nothing is open.
            }
        };
    }

    private void take(PauseChange change) {
        change.resumed().forEach(paused::remove);
        change.paused().forEach(one -> paused.put(one.account(), one));
        change.letGo().forEach(one -> held.remove(one.position()));
        change.held().forEach(one -> held.put(one.position(), one));
    }

    private Exclusions exclusions() {
        Exclusions exclusions = Exclusions.NONE;
        for (LogRecord record : records) {
            if (record instanceof LogRecord.Control control
                    && control.action() instanceof ControlAction.Exclude exclude) {
                Map<EventKey, Set<Long>> keys = new HashMap<>();
                exclude.keys().forEach(key -> keys.put(key, Set.of()));
                exclusions = exclusions.plus(control.position(), keys);
            }
        }
        return exclusions;
    }

    @Override
    public long firstPositionBefore(EventKey key, long position) {
        long first = firstPositions.getOrDefault(key, 0L);
        return first < position ? first : 0;
    }

    @Override
    public @Nullable LogRecord record(long position) {
        return position <= records.size() ? records.get(Math.toIntExact(position - 1)) : null;
    }

    List<Outcome> outcomes() {
        return List.copyOf(outcomes);
    }

    String stateDigest() {
        StateDigest digest = new StateDigest();
        contents().accounts().forEach(digest::add);
        return digest.finish().toString();
    }

    /// What the fold has come to, as far as it shows: of open matters the payments, of keys nothing.
    LedgerContents contents() {
        Map<String, List<PlacedEntry>> entries = new TreeMap<>();
        Map<EventKey, OpenMatter> holds = new TreeMap<>();
        for (Outcome outcome : outcomes) {
            for (Entry entry : outcome.entries()) {
                entries.computeIfAbsent(entry.account(), _ -> new ArrayList<>())
                        .add(new PlacedEntry(entry, outcome.position(), outcome.decidedAt()));
                changeHolds(holds, entry);
            }
        }
        List<Account> accounts = new ArrayList<>();
        for (String number : entries.keySet()) {
            Account account = state.account(number);
            if (account != null) {
                accounts.add(account);
            }
        }
        return new LedgerContents(new LedgerReader.Summary(state.position(), 1, state.rulesVersion(), state.counts()),
                accounts, List.copyOf(holds.values()), List.of(), List.of(), List.of(),
                entries.values().stream().flatMap(List::stream).toList(), outcomes(), List.copyOf(paused.values()),
                List.copyOf(held.values()));
    }

    private static void changeHolds(Map<EventKey, OpenMatter> holds, Entry entry) {
        if (entry.key().type() == EventType.OUTGOING_PAYMENT_UNVERIFIED && entry.status() != EntryStatus.EXCLUDED) {
            long held = -entry.availableEffect();
            holds.put(entry.key(), new OpenMatter(entry.key(), entry.account(), held, held));
        }
        EventKey original = entry.key().original();
        OpenMatter hold = original == null ? null : holds.get(original);
        if (hold != null) {
            long left = hold.left() + entry.actualEffect() - entry.availableEffect();
            if (left == 0) {
                holds.remove(hold.key());
            } else {
                holds.put(hold.key(), hold.withLeft(left));
            }
        }
    }
}
