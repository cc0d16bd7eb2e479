package io.tidemark.recovery.tables;

import io.tidemark.core.port.AttemptFact;
import io.tidemark.core.port.AttemptId;
import io.tidemark.core.port.BookGenerations.WentBack;
import io.tidemark.core.port.Bucket;
import io.tidemark.core.port.StorageException;
import io.tidemark.core.port.TableStores;
import io.tidemark.recovery.snapshot.SnapshotManifest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// The times whose records no longer hold, because a recovery went back to a moment before them: what arrived in them was undecided
/// again, and may have come out otherwise since.
///
/// @param times what went back, none where the control item is lost
record LeftHistory(List<WentBack> times) {
    private static final long SECOND = 1_000_000;

    static LeftHistory of(TableStores stores) {
        try {
            return new LeftHistory(stores.generations().wentBack());
        } catch (StorageException e) {
            if (e.kind() != StorageException.Kind.MISSING) {
                throw e;
            }
            return new LeftHistory(List.of());
        }
    }

    boolean contains(long micros) {
        return times.stream().anyMatch(time -> time.left(micros));
    }

    /// Whether a copy of the tables that was made at a moment may be of a time that was left.
    boolean mayContain(Instant madeAt) {
        // Snapshots tell the second alone.
        long first = TableRecovery.micros(madeAt.truncatedTo(ChronoUnit.SECONDS));
        return times.stream().anyMatch(time -> first <= time.madeMicros() && first + SECOND > time.toMicros() + 1);
    }

    /// Whether accounts can be held against a snapshot.
    ///
    /// @param toMicros the moment that they are as of, in microseconds since 1970
    boolean reaches(SnapshotManifest snapshot, long toMicros) {
        return isBy(snapshot, toMicros) && !mayContain(snapshot.createdAt());
    }

    /// Whether a snapshot was surely made by a moment.
    static boolean isBy(SnapshotManifest snapshot, long toMicros) {
        return TableRecovery.micros(snapshot.createdAt().truncatedTo(ChronoUnit.SECONDS)) <= toMicros - (SECOND - 1);
    }

    /// The facts without what copies tell of attempts that were undecided again: whether a copy was made before or since, nothing says.
    List<AttemptFact> withoutCopies(List<AttemptFact> facts) {
        return times.isEmpty() ? facts
                : facts.stream().map(fact -> fact.recorded().isEmpty() && contains(fact.arrivalMicros())
                        ? withoutCopies(fact)
                        : fact).toList();
    }

    /// The facts without what copies alone tell was recorded of such attempts before they were undecided again; where they are is as before.
    List<AttemptFact> withoutTold(List<AttemptFact> facts, Set<AttemptId> told) {
        return times.isEmpty() ? facts
                : facts.stream().map(fact -> told.contains(fact.attempt()) && isUndone(fact)
                        ? new AttemptFact(fact.attempt(), fact.arrivalMicros(), fact.order(), fact.places(), List.of())
                        : fact).toList();
    }

    private boolean isUndone(AttemptFact fact) {
        return times.stream().anyMatch(time -> time.left(fact.arrivalMicros()) && fact.recorded().stream()
                .anyMatch(recorded -> recorded.decidedMicros() <= time.madeMicros()));
    }

    /// The attempts of which copies alone tell, and whose record holds.
    static Set<AttemptId> told(List<AttemptFact> facts, Set<AttemptId> told) {
        return told.isEmpty() ? told
                : facts.stream().filter(fact -> !fact.recorded().isEmpty()).map(AttemptFact::attempt)
                        .filter(told::contains).collect(Collectors.toSet());
    }

    /// The exclusions that hold: those that were decided by a moment, and not in a time that was left.
    ///
    /// @param toMicros the moment, in microseconds since 1970
    List<TableExclusion> inEffect(List<TableExclusion> exclusions, long toMicros) {
        return exclusions.stream()
                .filter(each -> each.decidedMicros() <= toMicros && !contains(each.decidedMicros())).toList();
    }

    static AttemptFact withoutCopies(AttemptFact fact) {
        Set<Bucket> places = fact.places().stream().filter(Bucket.NEW::equals).collect(Collectors.toSet());
        return new AttemptFact(fact.attempt(), fact.arrivalMicros(), fact.order(), places, fact.recorded());
    }
}
