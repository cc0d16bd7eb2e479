package io.tidemark.core.pipeline.each;

import io.tidemark.core.port.AccountBook;
import io.tidemark.core.port.AttemptId;
import io.tidemark.core.port.Cursor;
import io.tidemark.core.port.KeyHistory;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Routes everything that the index knows of and that has no outcome, in the order of arrival: what a generation that was made as of a moment
/// left undecided. What was routed once by one of these is not routed by it again. All that is undecided is held in memory. Not thread-safe.
public final class Forward {
    private final AccountBook book;
    private final Router router;
    private final String replay;
    private final Map<AttemptId, Long> turns = new HashMap<>();
    private final Set<AttemptId> routed = new HashSet<>();

    /// Goes forward over that book.
    ///
    /// @param replay what the transactions that are sent are marked with
    public Forward(AccountBook book, Router router, String replay) {
        this.book = book;
        this.router = router;
        this.replay = replay;
    }

    /// What transactions are marked with that go forward in a generation: each time that one is made, another name.
    ///
    /// @param generation its name, or null for the first
    public static String replay(@Nullable String generation) {
        return "forward-" + (generation == null ? "first" : generation);
    }

    /// Takes the order in which attempts were decided once before: those that arrived at the same moment, as far as their bucket keeps time,
    /// are routed in it.
    ///
    /// @param histories of a generation that knew of more
    public void inOrderOf(Cursor<KeyHistory> histories) {
        try (histories) {
            for (KeyHistory history = histories.next(); history != null; history = histories.next()) {
                for (KeyHistory.Happened happened : history.happened()) {
                    if (happened.kind().isJudgement()) {
                        turns.merge(new AttemptId(history.record().key(), happened.version()), happened.atMicros(),
                                Math::min);
                    }
                }
            }
        }
    }

    private record Undecided(AttemptId id, long arrivalMicros, long turn) {}

    /// Routes all that is undecided.
    ///
    /// @param told is told of each attempt that was routed
    /// @return how many were routed
    /// @throws io.tidemark.core.port.StorageException when storage fails; it may be done again
    public long route(Consumer<? super Router.Routed> told) {
        List<Undecided> undecided = undecided();
        for (Undecided one : undecided) {
            told.accept(router.route(one.id(), replay));
            routed.add(one.id());
        }
        return undecided.size();
    }

    private List<Undecided> undecided() {
        List<Undecided> undecided = new ArrayList<>();
        try (Cursor<KeyHistory> histories = book.histories()) {
            for (KeyHistory history = histories.next(); history != null; history = histories.next()) {
                for (KeyHistory.Happened happened : history.happened()) {
                    AttemptId id = new AttemptId(history.record().key(), happened.version());
                    if (happened.kind() == KeyHistory.Kind.ARRIVED && history.record().judged(id.version()) == null
                            && !routed.contains(id)) {
                        undecided.add(
                                new Undecided(id, happened.atMicros(), turns.getOrDefault(id, Long.MAX_VALUE)));
                    }
                }
            }
        }
        undecided.sort(Comparator.comparingLong(Undecided::arrivalMicros).thenComparingLong(Undecided::turn)
                .thenComparing(one -> one.id().key()));
        return undecided;
    }
}
