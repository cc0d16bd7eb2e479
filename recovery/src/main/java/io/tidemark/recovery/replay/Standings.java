package io.tidemark.recovery.replay;

import io.tidemark.core.ledger.Outcome;
import io.tidemark.core.ledger.OutcomeState;
import io.tidemark.recovery.verify.PositionSet;

/// How attempts stand, by their position. Not thread-safe.
final class Standings {
    private final PositionSet accepted = new PositionSet();
    private final PositionSet rejected = new PositionSet();
    private final PositionSet waiting = new PositionSet();

    /// Takes an outcome, which is the last of its attempt so far.
    ///
    /// @return false when the attempt was accepted before, which nothing can change
    boolean take(Outcome outcome) {
        long position = outcome.position();
        if (accepted.contains(position)) {
            return false;
        }
        set(accepted, position, outcome.state() == OutcomeState.ACCEPTED);
        set(rejected, position, outcome.state() == OutcomeState.REJECTED);
        set(waiting, position, outcome.state() == OutcomeState.WAITING);
        return true;
    }

    private static void set(PositionSet positions, long position, boolean member) {
        if (member) {
            positions.add(position);
        } else {
            positions.remove(position);
        }
    }

    /// Takes over what came later.
    void followedBy(Standings later) {
        for (PositionSet mine : new PositionSet[] {accepted, rejected, waiting}) {
            mine.removeAll(later.accepted);
            mine.removeAll(later.rejected);
            mine.removeAll(later.waiting);
        }
        accepted.addAll(later.accepted);
        rejected.addAll(later.rejected);
        waiting.addAll(later.waiting);
    }

    PositionSet accepted() {
        return accepted;
    }

    PositionSet rejected() {
        return rejected;
    }

    PositionSet waiting() {
        return waiting;
    }

    /// All positions with an outcome.
    PositionSet decided() {
        PositionSet decided = new PositionSet();
        decided.addAll(accepted);
        decided.addAll(rejected);
        decided.addAll(waiting);
        return decided;
    }
}
