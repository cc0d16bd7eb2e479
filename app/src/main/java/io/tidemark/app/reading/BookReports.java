package io.tidemark.app.reading;

import io.tidemark.app.reading.EventReport.AccountSequence;
import io.tidemark.app.reading.EventReport.AttemptReport;
import io.tidemark.app.reading.EventReport.State;
import io.tidemark.core.event.EventKey;
import io.tidemark.core.event.Rejection;
import io.tidemark.core.ledger.OutcomeState;
import io.tidemark.core.port.AccountBook;
import io.tidemark.core.port.AttemptId;
import io.tidemark.core.port.AttemptStore;
import io.tidemark.core.port.Bucket;
import io.tidemark.core.port.Cursor;
import io.tidemark.core.port.KeyHistory;
import io.tidemark.core.port.KeyHistory.Happened;
import io.tidemark.core.port.KeyRecord;
import io.tidemark.core.port.ListedAttempt;
import io.tidemark.core.port.LogRecord;
import io.tidemark.core.port.StoredAttempt;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Finds out what became of events where attempts have versions and no positions: by the buckets and the index.
public final class BookReports {
    private BookReports() {}

    /// An attempt and where it is kept.
    private record Kept(StoredAttempt attempt, Bucket bucket) {}

    /// What became of an event, or null when nothing was ever put under that key. Positions are 0.
    public static @Nullable EventReport of(AttemptStore attempts, AccountBook book, EventKey key) {
        KeyHistory history = book.history(key);
        List<Kept> kept = kept(attempts, key);
        if (kept.isEmpty()) {
            return null;
        }
        Map<String, Integer> numbers = new LinkedHashMap<>();
        List<AttemptReport> reports = new ArrayList<>();
        for (Kept one : kept) {
            String version = one.attempt().id().version();
            numbers.put(version, numbers.size() + 1);
            reports.add(report(one, numbers.size(), history));
        }
        List<EventReport.Happening> happenings = new ArrayList<>();
        for (Kept one : kept) {
            if (history.happened().stream().noneMatch(happened -> happened.kind() == KeyHistory.Kind.ARRIVED
                    && happened.version().equals(one.attempt().id().version()))) {
                happenings.add(new EventReport.Happening(0, one.attempt().arrivalMicros(),
                        Objects.requireNonNull(numbers.get(one.attempt().id().version())), State.NEW, null, null));
            }
        }
        history.happened().stream().filter(happened -> happened.kind() != KeyHistory.Kind.ARCHIVED)
                .forEach(happened -> add(happenings, happening(happened, numbers)));
        happenings.sort(Comparator.comparingLong(EventReport.Happening::atMicros));
        KeyRecord record = history.record();
        State state = state(record);
        return new EventReport(key, state,
                state == State.REJECTED ? rejection(history, String.valueOf(record.inForce())) : null,
                state == State.ACCEPTED ? accounts(history, String.valueOf(record.inForce())) : List.of(), reports,
                happenings);
    }

    /// The report of an accepted event whose effects were taken out.
    ///
    /// @param atMicros when that was decided, in microseconds since 1970
    /// @param cause    who decided it, and why
    public static EventReport excluded(EventReport report, long atMicros, String cause) {
        int accepted = report.attempts().stream().filter(attempt -> attempt.state() == State.ACCEPTED)
                .mapToInt(AttemptReport::version).findFirst().orElse(1);
        List<EventReport.Happening> history = new ArrayList<>(report.history());
        history.add(new EventReport.Happening(0, atMicros, accepted, State.EXCLUDED, null, cause));
        return new EventReport(report.key(), report.state(), report.rejection(), report.accounts(), report.attempts(),
                history);
    }

    /// What a commit did to several accounts is told once.
    private static void add(List<EventReport.Happening> happenings, EventReport.Happening next) {
        if (happenings.isEmpty() || !happenings.getLast().equals(next)) {
            happenings.add(next);
        }
    }

    /// All attempts under a key with their bytes, in the order in which they came. Positions are 0.
    public static List<LogRecord.Attempt> attempts(AttemptStore attempts, EventKey key) {
        List<LogRecord.Attempt> records = new ArrayList<>();
        for (Kept one : kept(attempts, key)) {
            records.add(new LogRecord.Attempt(0, one.attempt().arrivalMicros(), key, records.size() + 1,
                    one.attempt().source(), one.attempt().body()));
        }
        return records;
    }

    /// What the new bucket still has, and what only the others have; where a copy is, the attempt is said to be.
    private static List<Kept> kept(AttemptStore attempts, EventKey key) {
        Map<AttemptId, Kept> found = new LinkedHashMap<>();
        for (AttemptId id : attempts.versions(key)) {
            StoredAttempt attempt = attempts.read(id);
            if (attempt != null) {
                found.put(id, new Kept(attempt, Bucket.NEW));
            }
        }
        for (Bucket bucket : List.of(Bucket.ARCHIVE, Bucket.REJECTED)) {
            try (Cursor<ListedAttempt> copies = attempts.list(bucket, key.text())) {
                for (ListedAttempt copy = copies.next(); copy != null; copy = copies.next()) {
                    StoredAttempt attempt = copy.key().equals(key) ? attempts.read(copy) : null;
                    if (attempt != null) {
                        found.put(attempt.id(), new Kept(attempt, bucket));
                    }
                }
            }
        }
        // Versions come in the order in which they were put; copies alone know only when they arrived.
        return found.values().stream().sorted(Comparator.comparingLong(one -> one.attempt().arrivalMicros())).toList();
    }

    private static AttemptReport report(Kept kept, int number, KeyHistory history) {
        StoredAttempt attempt = kept.attempt();
        String version = attempt.id().version();
        KeyRecord.Judged judged = history.record().judged(version);
        OutcomeState state = judged == null ? null : judged.state();
        return new AttemptReport(number, 0, attempt.arrivalMicros(), attempt.source(), attempt.body().length(),
                attempt.body().digest(), kept.bucket(),
                judged == null ? State.NEW : state == null ? State.DUPLICATE : State.valueOf(state.name()),
                state == OutcomeState.REJECTED ? rejection(history, version) : null, null);
    }

    private static State state(KeyRecord record) {
        return switch (record.standing()) {
            case NEW -> State.NEW;
            case ACCEPTED -> State.ACCEPTED;
            case REJECTED -> State.REJECTED;
            case WAITING -> State.WAITING;
        };
    }

    private static @Nullable Rejection rejection(KeyHistory history, String version) {
        Rejection last = null;
        for (Happened happened : history.happened()) {
            if (happened.version().equals(version) && happened.rejection() != null) {
                last = happened.rejection();
            }
        }
        return last;
    }

    /// The account that the event names first stands first, as its entry does.
    private static List<AccountSequence> accounts(KeyHistory history, String version) {
        String first = history.record().account();
        return history.happened().stream()
                .filter(one -> one.kind() == KeyHistory.Kind.ACCEPTED && one.version().equals(version))
                .sorted(Comparator.comparing(one -> !String.valueOf(one.account()).equals(first)))
                .map(one -> new AccountSequence(String.valueOf(one.account()),
                        one.sequence() == null ? 0 : one.sequence()))
                .toList();
    }

    private static EventReport.Happening happening(Happened happened, Map<String, Integer> numbers) {
        State what = switch (happened.kind()) {
            case ARRIVED, ARCHIVED -> State.NEW;
            case ACCEPTED -> State.ACCEPTED;
            case REJECTED -> State.REJECTED;
            case WAITING -> State.WAITING;
            case DUPLICATE -> State.DUPLICATE;
        };
        return new EventReport.Happening(0, happened.atMicros(), numbers.getOrDefault(happened.version(), 0), what,
                happened.rejection(), happened.cause());
    }
}
