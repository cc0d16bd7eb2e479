package io.tidemark.recovery.replay;

import io.tidemark.recovery.plan.Places;
import io.tidemark.recovery.plan.Plan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How a recovery went, beside what came of it. Immutable.
///
/// @param opened    how long after its beginning the ledger was open for new events, where that was before everything was proven; else
///                  null
/// @param resumed   which recovery it went on with and from where, or null when with none
/// @param afresh    why it began anew though another had begun, or null
/// @param differing the accounts that the history does not meet, by number
/// @param paused    whether these are paused; the others are open
/// @param lost      the lost events that it went on without, or null when without none
/// @param without   the accounts that are paused because of these
public record Course(@Nullable Duration opened, @Nullable String resumed, @Nullable String afresh,
        List<String> differing, boolean paused, Places.@Nullable Lost lost, List<String> without) {
    /// Nothing out of the ordinary.
    public static final Course NONE = new Course(null, null, null, List.of(), false);

    /// A course that goes on without nothing.
    public Course(@Nullable Duration opened, @Nullable String resumed, @Nullable String afresh, List<String> differing,
            boolean paused) {
        this(opened, resumed, afresh, differing, paused, null, List.of());
    }

    /// With copies of those lists.
    public Course {
        without = List.copyOf(without);
        differing = List.copyOf(differing);
    }

    /// The same, opened.
    Course withOpened(Duration after) {
        return new Course(after, resumed, afresh, differing, paused, lost, without);
    }

    /// The same, going on with what another recovery had begun.
    public Course withResumed(String where) {
        return new Course(opened, where, afresh, differing, paused, lost, without);
    }

    /// The same, with accounts that differ.
    Course withDiffering(Collection<String> accounts, boolean arePaused) {
        return new Course(opened, resumed, afresh, new ArrayList<>(accounts), arePaused, lost, without);
    }

    /// The same, without lost events.
    Course without(Places.@Nullable Lost events, Collection<String> pausedFor) {
        return new Course(opened, resumed, afresh, differing, paused, events, new ArrayList<>(pausedFor));
    }

    /// The members for a JSON document; what does not apply is absent.
    Map<String, Object> toTree() {
        Map<String, Object> tree = new LinkedHashMap<>();
        if (opened != null) {
            tree.put("openedAfterMilliseconds", opened.toMillis());
        }
        if (resumed != null) {
            tree.put("resumed", resumed);
        }
        if (afresh != null) {
            tree.put("afresh", afresh);
        }
        if (!differing.isEmpty()) {
            tree.put("accountsThatDiffer", differing);
            tree.put("accountsPaused", paused);
        }
        if (lost != null) {
            tree.put("completeness", Plan.Completeness.MISSING_LOST);
            tree.put("lostInBundles", lost.toTree());
            tree.put("accountsPausedByLoss", without);
        }
        return tree;
    }
}
