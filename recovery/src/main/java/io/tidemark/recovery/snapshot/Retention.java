package io.tidemark.recovery.snapshot;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/// Which snapshots to keep: the last one of each of so many hours, days and months, in UTC. Hours, days and months without a
/// snapshot do not count. The newest snapshot is always kept.
///
/// @param hourly  how many hours, from 0
/// @param daily   how many days, from 0
/// @param monthly how many months, from 0
public record Retention(int hourly, int daily, int monthly) {
    /// A policy within its ranges.
    ///
    /// @throws IllegalArgumentException when a number is negative
    public Retention {
        if (hourly < 0 || daily < 0 || monthly < 0) {
            throw new IllegalArgumentException("cannot keep fewer than 0 snapshots");
        }
    }

    /// The names of those to keep.
    ///
    /// @param snapshots all whole snapshots
    Set<String> kept(List<SnapshotManifest> snapshots) {
        List<SnapshotManifest> newestFirst = snapshots.stream().sorted(Snapshots.BY_AGE.reversed()).toList();
        Set<String> kept = new HashSet<>();
        if (!newestFirst.isEmpty()) {
            kept.add(newestFirst.getFirst().id());
        }
        keep(newestFirst, hourly, time -> time.truncatedTo(ChronoUnit.HOURS), kept);
        keep(newestFirst, daily, LocalDateTime::toLocalDate, kept);
        keep(newestFirst, monthly, time -> time.toLocalDate().withDayOfMonth(1), kept);
        return kept;
    }

    private static void keep(List<SnapshotManifest> newestFirst, int spans, Function<LocalDateTime, Object> spanOf,
            Set<String> kept) {
        Set<Object> seen = new HashSet<>();
        for (SnapshotManifest snapshot : newestFirst) {
            Instant createdAt = snapshot.createdAt();
            Object span = spanOf.apply(LocalDateTime.ofInstant(createdAt, ZoneOffset.UTC));
            if (!seen.contains(span) && seen.size() < spans) {
                seen.add(span);
                kept.add(snapshot.id());
            }
        }
    }
}
