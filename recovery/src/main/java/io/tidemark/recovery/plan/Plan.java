package io.tidemark.recovery.plan;

import io.tidemark.core.port.DamagedRecordsException;
import io.tidemark.recovery.json.JsonDocument;
import io.tidemark.recovery.snapshot.SnapshotManifest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a recovery would do, and why. Immutable.
///
/// @param situation how the ledger in force was found
/// @param action    what is to be done
/// @param summary   the same for people, one sentence
/// @param range     what can be restored at all
/// @param goal      where the recovery goes
/// @param base      what it starts from
/// @param work      what it has to read and write
/// @param damage    records of the log, up to the goal, that cannot be read
/// @param loss      events behind the end of the log that something has seen, or null when there are none
/// @param places    where the events are
/// @param exclusion what is to be excluded and what that comes to, or null when nothing was asked for
/// @param matches   how many events fit what was asked to be shown, or null when nothing was
public record Plan(Situation situation, Action action, String summary, Range range, Goal goal, Base base, Work work,
        List<Damage> damage, @Nullable Loss loss, Places places, @Nullable Exclusion exclusion,
        @Nullable Matches matches) {

    /// A plan with a copy of that list.
    public Plan {
        damage = List.copyOf(damage);
    }

    /// A plan that says nothing of places and excludes nothing.
    public Plan(Situation situation, Action action, String summary, Range range, Goal goal, Base base, Work work,
            List<Damage> damage, @Nullable Loss loss) {
        this(situation, action, summary, range, goal, base, work, damage, loss, Places.NONE, null, null);
    }

    /// The same with another goal.
    public Plan withGoal(Goal newGoal) {
        return new Plan(situation, action, summary, range, newGoal, base, work, damage, loss, places, exclusion,
                matches);
    }

    /// What is to be done.
    public enum Action {
        /// Nothing: the ledger can be used as it is.
        NOTHING,
        /// A new generation is made and takes the place of the one in force.
        RECOVER,
        /// The same, from nothing: no snapshot is trusted more than the events.
        REBUILD,
        /// The generation in force stays: its history is filled in and held against the snapshot that it was opened from.
        COMPLETE
    }

    /// What can be restored: every position from the first to the last, over all tiers.
    ///
    /// @param firstPosition      the first position; 0 when there are no events
    /// @param lastPosition       the last position; 0 when there are no events
    /// @param firstArrivalMicros when the first arrived, in microseconds since 1970, or null when unknown
    /// @param lastArrivalMicros  when the last arrived, or null when unknown
    public record Range(long firstPosition, long lastPosition, @Nullable Long firstArrivalMicros,
            @Nullable Long lastArrivalMicros) {}

    /// Where a recovery goes.
    ///
    /// @param position the last position that takes effect
    /// @param pausedAt the position at which processing is paused afterwards, or null when it goes on
    /// @param moment   the moment of arrival that it goes to, where attempts have no positions, or null where it goes to the end
    public record Goal(long position, @Nullable Long pausedAt, @Nullable Moment moment) {
        /// A goal in a log of positions.
        public Goal(long position, @Nullable Long pausedAt) {
            this(position, pausedAt, null);
        }
    }

    /// A moment of arrival, and what it leaves out.
    ///
    /// @param micros    the moment, in microseconds since 1970: what arrived then or earlier takes effect
    /// @param undecided attempts that arrived later: they are known, and undecided until processing goes on
    /// @param decisions decisions of operators that were taken later: they are not in effect
    public record Moment(long micros, long undecided, long decisions) {}

    /// What a recovery starts from.
    ///
    /// @param snapshot   the snapshot, or null for a backup or nothing
    /// @param backup     the name of the backup, or null for a snapshot or nothing
    /// @param reason     why this one, one clause
    /// @param passedOver snapshots that do not serve
    public record Base(@Nullable SnapshotManifest snapshot, @Nullable String backup, String reason,
            List<PassedOver> passedOver) {
        /// A base with a copy of that list.
        public Base {
            passedOver = List.copyOf(passedOver);
        }

        /// A snapshot, or nothing, as a base.
        public Base(@Nullable SnapshotManifest snapshot, String reason, List<PassedOver> passedOver) {
            this(snapshot, null, reason, passedOver);
        }

        /// The position of the base; 0 for nothing.
        public long position() {
            return snapshot == null ? 0 : snapshot.position();
        }
    }

    /// A snapshot that does not serve as a base and is not compared with.
    ///
    /// @param id     its name
    /// @param reason why, one clause; names the file when it is damaged
    public record PassedOver(String id, String reason) {}

    /// What a recovery has to read and write.
    ///
    /// @param toReplay         records after the base, which the new state needs
    /// @param historyToFill    records before the base, whose history is filled in
    /// @param bytes            the bytes of their bodies
    /// @param bytesEstimated   whether the bytes were estimated from a sample
    /// @param estimatedSeconds about how long it will take
    /// @param tiers            the records after the base, by the tier that has them
    /// @param accounts         the accounts that they are known to touch, or null where that was not looked at
    /// @param written          what is written to tables, or null where a recovery writes to no tables
    public record Work(long toReplay, long historyToFill, long bytes, boolean bytesEstimated, long estimatedSeconds,
            Map<String, Long> tiers, @Nullable Long accounts, @Nullable Written written) {
        /// Work with a copy of that map, in its order.
        public Work {
            tiers = Collections.unmodifiableMap(new LinkedHashMap<>(tiers));
        }

        /// Work on events that are kept in one tier.
        public Work(long toReplay, long historyToFill, long bytes, boolean bytesEstimated, long estimatedSeconds) {
            this(toReplay, historyToFill, bytes, bytesEstimated, estimatedSeconds, Map.of("recent", toReplay), null,
                    null);
        }
    }

    /// What a recovery writes to tables.
    ///
    /// @param attempts the attempts whose bodies it reads
    /// @param entries  the entries that are known to be written
    /// @param accounts the accounts that they are known to touch
    public record Written(long attempts, long entries, long accounts) {}

    /// Records that cannot be read.
    ///
    /// @param firstPosition the first of them
    /// @param lastPosition  the last of them
    /// @param description   what is wrong, one line
    public record Damage(long firstPosition, long lastPosition, String description) {
        /// What an exception says.
        public static Damage of(DamagedRecordsException e) {
            return new Damage(e.firstPosition(), e.lastPosition(), String.valueOf(e.getMessage()));
        }

        /// The members for a JSON document.
        public Map<String, Object> toTree() {
            Map<String, Object> tree = new LinkedHashMap<>();
            tree.put("firstPosition", firstPosition);
            tree.put("lastPosition", lastPosition);
            tree.put("description", description);
            return tree;
        }
    }

    /// Events behind the end of the log that are known to have been there.
    ///
    /// @param damage    which, and who has seen them
    /// @param snapshots the names of the snapshots that have seen them, when nothing else has: these may be another home's
    /// @param accepted  whether whoever asked names a moment within what is there, and so goes on without them
    public record Loss(Damage damage, List<String> snapshots, boolean accepted) {
        /// A loss with a copy of that list.
        public Loss {
            snapshots = List.copyOf(snapshots);
        }
    }

    /// How complete the events are that a plan needs.
    public enum Completeness {
        /// All are there.
        FOUND,
        /// Some are known, and cannot be had yet.
        MISSING_DELAYED,
        /// Some are lost or cannot be read.
        MISSING_LOST
    }

    /// How complete the events are, or null where nobody has looked yet.
    public @Nullable Completeness completeness() {
        if (!missing().isEmpty()) {
            return Completeness.MISSING_LOST;
        }
        if (!places.cold().isEmpty()) {
            return Completeness.MISSING_DELAYED;
        }
        return action == Action.NOTHING || work.bytesEstimated() ? null : Completeness.FOUND;
    }

    /// The events that cannot be had and that nobody has agreed to go on without.
    public List<Damage> missing() {
        List<Damage> missing = new ArrayList<>(damage);
        if (loss != null && !loss.accepted()) {
            missing.add(loss.damage());
        }
        return missing;
    }

    /// The plan as a JSON document.
    public String toJson() {
        return JsonDocument.write(toTree());
    }

    /// The members for a JSON document. Times are in ISO-8601; what does not apply is absent.
    public Map<String, Object> toTree() {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("situation", members("ledger", situation.kind(), "description", situation.description(),
                "generation", situation.generation(), "position", situation.position(), "pausedAt",
                situation.pausedAt(), "history",
                situation.history() == null ? null : historyTree(situation.history())));
        tree.put("action", action);
        tree.put("summary", summary);
        tree.put("range", members("firstPosition", range.firstPosition(), "lastPosition", range.lastPosition(),
                "firstArrival", time(range.firstArrivalMicros()), "lastArrival", time(range.lastArrivalMicros())));
        Moment moment = goal.moment();
        tree.put("target", members("position", goal.position(), "pausedAt", goal.pausedAt(), "to",
                moment == null ? null : time(moment.micros()), "undecided", moment == null ? null : moment.undecided(),
                "decisionsLeftOut", moment == null ? null : moment.decisions()));
        SnapshotManifest snapshot = base.snapshot();
        tree.put("base", members("snapshot", snapshot == null ? null : snapshot.id(), "backup",
                base.backup(), "position", base.position(),
                "reason", base.reason(), "passedOver", base.passedOver().stream()
                        .map(passed -> members("snapshot", passed.id(), "reason", passed.reason())).toList()));
        tree.put("events", members("toReplay", work.tiers(), "accounts", work.accounts(),
                "historyToFill", work.historyToFill(), "bytes", work.bytes(), "bytesEstimated", work.bytesEstimated(),
                "estimatedSeconds", work.estimatedSeconds(), "completeness", completeness(), "damaged",
                damage.stream().map(Damage::toTree).toList(), "lost", loss == null ? null : lossTree(loss), "history",
                places.history().isEmpty() ? null : places.history(), "toThaw",
                places.cold().isEmpty() ? null : places.cold().stream().map(Places.Cold::toTree).toList(),
                "lostInBundles", places.lost() == null ? null : places.lost().toTree()));
        if (exclusion != null) {
            tree.put("exclusion", exclusion.toTree());
        }
        if (matches != null) {
            tree.put("matches", matches.toTree());
        }
        return tree;
    }

    private static Map<String, Object> historyTree(Situation.History history) {
        return members("snapshot", history.snapshot(), "openedAt", history.openedAt(), "from", history.from(),
                "filledTo", history.filledTo());
    }

    private static Map<String, Object> lossTree(Loss loss) {
        Map<String, Object> tree = loss.damage().toTree();
        tree.put("accepted", loss.accepted());
        return tree;
    }

    private static @Nullable Instant time(@Nullable Long micros) {
        return micros == null ? null : Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    private static Map<String, Object> members(@Nullable Object... namesAndValues) {
        Map<String, Object> members = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            Object value = namesAndValues[i + 1];
            if (value != null) {
                members.put(String.valueOf(namesAndValues[i]), value);
            }
        }
        return members;
    }
}
