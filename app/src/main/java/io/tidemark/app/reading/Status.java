package io.tidemark.app.reading;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.pipeline.LedgerCondition;
import io.tidemark.core.port.Bucket;
import io.tidemark.core.port.LedgerReader;
import io.tidemark.core.port.Pauses;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// How a home as a whole is. Immutable.
///
/// @param position   the last position of the log; 0 when it is empty, [#NO_POSITION] where the store has none
/// @param lost       events behind the last position that had been acknowledged and are lost, or null
/// @param attempts   how many attempts there are
/// @param buckets    how many attempts each bucket holds
/// @param condition  how the ledger in force is found to be
/// @param generation the name of the ledger in force, or null when nothing was ever processed
/// @param ledger     the ledger's figures, or null when there are none to be had
/// @param pausedAt   the position at which processing is paused, or null; where the store has none, the moment, in microseconds since 1970
/// @param paused     what is paused besides, where the store has switches for it
/// @param byLoss     the accounts that are paused because events that touched them are lost
/// @param held       how many attempts are held for each paused account that holds some
/// @param restorable the moments to which the state can be restored, or null when there are no events
/// @param waiting    the follow-ups that have waited longest, at most [#MAX_WAITING]
/// @param snapshots  the names of the snapshots, oldest first by name
public record Status(long position, @Nullable Lost lost, long attempts, Map<Bucket, Long> buckets,
        LedgerCondition condition,
        @Nullable String generation, LedgerReader.@Nullable Summary ledger, @Nullable Long pausedAt,
        Pauses.State paused, Set<String> byLoss, Map<String, Long> held,
        @Nullable Range restorable, List<Waiting> waiting, List<String> snapshots) {
    /// In the place of a position where the store has none.
    public static final long NO_POSITION = -1;
    /// How many waiting follow-ups are named.
    public static final int MAX_WAITING = 100;

    /// Figures with copies of those collections.
    public Status {
        buckets = Map.copyOf(buckets);
        byLoss = Set.copyOf(byLoss);
        held = Map.copyOf(held);
        waiting = List.copyOf(waiting);
        snapshots = List.copyOf(snapshots);
    }

    /// Events that are lost.
    ///
    /// @param fromPosition the first position
    /// @param toPosition   the last position
    public record Lost(long fromPosition, long toPosition) {}

    /// A range of moments in arrival order, both ends included.
    ///
    /// @param fromPosition the first position
    /// @param fromMicros   when it arrived, in microseconds since 1970
    /// @param toPosition   the last position
    /// @param toMicros     when it arrived, in microseconds since 1970
    public record Range(long fromPosition, long fromMicros, long toPosition, long toMicros) {}

    /// A follow-up that waits.
    ///
    /// @param key         the follow-up's key
    /// @param original    what it waits for
    /// @param position    the attempt that waits
    /// @param sinceMicros when it arrived, in microseconds since 1970
    public record Waiting(EventKey key, EventKey original, long position, long sinceMicros) {}
}
