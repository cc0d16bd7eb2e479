package io.tidemark.recovery;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.ledger.Account;
import io.tidemark.core.ledger.Outcome;
import io.tidemark.core.pipeline.FoldRun;
import io.tidemark.core.pipeline.Processor;
import io.tidemark.core.pipeline.Progress;
import io.tidemark.core.pipeline.WorkingState;
import io.tidemark.core.port.ControlItem;
import io.tidemark.core.port.LedgerCommit;
import io.tidemark.core.port.LedgerCommit.PauseChange;
import io.tidemark.core.port.LedgerCommit.WorkingChange;
import io.tidemark.core.port.LedgerReader.WaitingFollowUp;
import io.tidemark.core.port.LedgerStore;
import io.tidemark.core.port.Stores;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Ledgers that someone has altered behind the program's back: everything in them was folded by the rules, and then one thing was
/// changed on its way into the store.
public final class AlteredLedger {
    private AlteredLedger() {}

    /// Puts an altered ledger of all events in force.
    ///
    /// @param alteration changes the one commit that the ledger consists of
    public static void putInForce(TestHome home, UnaryOperator<LedgerCommit> alteration) {
        Stores stores = home.stores();
        String name = "altered-" + (stores.generations().list().size() + 1);
        long last = stores.log().lastPosition();
        try (LedgerStore ledger = stores.generations().create(name);
                FoldRun run = new FoldRun(stores.log(), WorkingState.empty(), new Altering(ledger, alteration),
                        FoldRun.Options.DEFAULT)) {
            run.to(last, Progress.NONE, () -> false);
            ledger.sync();
            stores.control().update(stores.control().read(), new ControlItem.State(name, last, null, null));
            Processor.carryOut(stores.buckets(), ledger);
        }
    }

    /// Alters whole commits, with what was staged for them.
    private static final class Altering implements FoldRun.Sink {
        private final List<Outcome> staged = new ArrayList<>();
        private final LedgerStore ledger;
        private final UnaryOperator<LedgerCommit> alteration;

        Altering(LedgerStore ledger, UnaryOperator<LedgerCommit> alteration) {
            this.ledger = ledger;
            this.alteration = alteration;
        }

        @Override
        public void stage(List<Outcome> outcomes) {
            staged.addAll(outcomes);
        }

        @Override
        public void commit(LedgerCommit commit) {
            staged.addAll(commit.outcomes());
            ledger.commit(alteration.apply(new LedgerCommit(commit.fromPosition(), commit.toPosition(),
                    commit.rulesVersion(), commit.counts(), List.copyOf(staged), commit.working())));
            staged.clear();
        }
    }

    /// Changes outcomes; null takes one out.
    public static UnaryOperator<LedgerCommit> outcomes(OutcomeChange change) {
        return commit -> new LedgerCommit(commit.fromPosition(), commit.toPosition(), commit.rulesVersion(),
                commit.counts(), changed(commit.outcomes(), change::apply), commit.working());
    }

    /// Changes one outcome; null takes it out.
    @FunctionalInterface
    public interface OutcomeChange {
        @Nullable
        Outcome apply(Outcome outcome);
    }

    /// Changes the working state.
    public static UnaryOperator<LedgerCommit> working(UnaryOperator<WorkingChange> change) {
        return commit -> new LedgerCommit(commit.fromPosition(), commit.toPosition(), commit.rulesVersion(),
                commit.counts(), commit.outcomes(), change.apply(commit.working()));
    }

    /// Changes accounts; null takes one out.
    public static UnaryOperator<LedgerCommit> accounts(AccountChange change) {
        return working(working -> new WorkingChange(changed(working.accounts(), change::apply), working.openMatters(),
                working.settledMatters(), working.waiting(), working.released(), working.rejectedKeys(),
                working.noLongerRejected(), working.correctedKeys(), working.pauses()));
    }

    /// Changes one account; null takes it out.
    @FunctionalInterface
    public interface AccountChange {
        @Nullable
        Account apply(Account account);
    }

    /// The working state without anything under a key.
    public static WorkingChange without(WorkingChange working, EventKey key) {
        List<WaitingFollowUp> waiting = working.waiting().stream().filter(each -> !each.key().equals(key)).toList();
        return new WorkingChange(working.accounts(),
                working.openMatters().stream().filter(each -> !each.key().equals(key)).toList(),
                working.settledMatters(), waiting, working.released(),
                working.rejectedKeys().stream().filter(each -> !each.key().equals(key)).toList(),
                working.noLongerRejected(),
                working.correctedKeys().stream().filter(each -> !each.key().equals(key)).toList(), working.pauses());
    }

    /// The working state with other pauses.
    public static WorkingChange with(WorkingChange working, PauseChange pauses) {
        return new WorkingChange(working.accounts(), working.openMatters(), working.settledMatters(),
                working.waiting(), working.released(), working.rejectedKeys(), working.noLongerRejected(),
                working.correctedKeys(), pauses);
    }

    private interface Change<T> {
        @Nullable
        T apply(T item);
    }

    private static <T> List<T> changed(Collection<T> items, Change<T> change) {
        List<T> changed = new ArrayList<>();
        for (T item : items) {
            T after = change.apply(item);
            if (after != null) {
                changed.add(Objects.requireNonNull(after));
            }
        }
        return changed;
    }
}
