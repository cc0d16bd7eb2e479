package io.tidemark.recovery.tables;

import io.tidemark.core.ledger.Entry;
import io.tidemark.core.port.BookCommit;
import io.tidemark.core.port.Judgement;
import io.tidemark.recovery.tables.Expectations.Contradiction;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The exclusions of a round, each taken in its place: when all accounts that it reached have come to where they stood, and before any of them
/// goes on. One whose place is not known is taken when nothing else can be. For one thread.
final class Deciding {
    private final Deque<TableExclusion> ahead;
    private final boolean places;
    private final MemoryBook book;
    private final Effects effects = new Effects();
    private final List<Effects.Excluded> excluded = new ArrayList<>();

    /// @param exclusions in the order in which they were decided
    /// @param places     whether what they say of where accounts stood holds
    Deciding(List<TableExclusion> exclusions, boolean places, MemoryBook book) {
        ahead = new ArrayDeque<>(exclusions);
        this.places = places;
        this.book = book;
    }

    private boolean isPlaced(TableExclusion exclusion) {
        return places && !exclusion.stood().isEmpty();
    }

    /// The exclusion that can be taken now, or null.
    ///
    /// @param nothingElse whether nothing else can be
    @Nullable
    TableExclusion next(boolean nothingElse) {
        TableExclusion next = ahead.peek();
        if (next == null) {
            return null;
        }
        boolean due = isPlaced(next)
                ? next.stood().entrySet().stream().allMatch(at -> book.sequence(at.getKey()) >= at.getValue())
                : nothingElse;
        return due ? next : null;
    }

    /// Takes it.
    ///
    /// @param after how many steps came before
    void take(TableExclusion next, int after) {
        ahead.remove(next);
        excluded.add(effects.exclude(next, after, book));
    }

    /// Whether the entry after that sequence has to wait for an exclusion.
    boolean standsAt(String account, long sequence) {
        for (TableExclusion exclusion : ahead) {
            if (isPlaced(exclusion) && exclusion.stood().getOrDefault(account, Long.MAX_VALUE) <= sequence) {
                return true;
            }
        }
        return false;
    }

    /// Holds a commit against the places of exclusions ahead.
    ///
    /// @throws Contradiction when one comes before it
    void check(BookCommit commit) {
        if (ahead.isEmpty()) {
            return;
        }
        for (Judgement judgement : commit.judgements()) {
            for (Entry entry : judgement.entries()) {
                if (standsAt(entry.account(), entry.sequence() - 1)) {
                    throw new Contradiction(commit, "an entry behind an exclusion that cannot be taken yet, in account "
                            + entry.account());
                }
            }
        }
    }

    void happened(BookCommit commit) {
        effects.happened(commit);
    }

    /// Those that were taken, in their order.
    List<Effects.Excluded> excluded() {
        return excluded;
    }

    /// Whether any could not be taken.
    boolean isLeft() {
        return !ahead.isEmpty();
    }
}
