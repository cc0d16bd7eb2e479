package io.tidemark.recovery.replay;

import io.tidemark.core.ledger.Outcome;
import io.tidemark.core.pipeline.Exclusions;
import io.tidemark.core.pipeline.FoldRun;
import io.tidemark.core.pipeline.Hindsight;
import io.tidemark.core.pipeline.Losses;
import io.tidemark.core.pipeline.Prepared;
import io.tidemark.core.pipeline.Progress;
import io.tidemark.core.pipeline.WorkingState;
import io.tidemark.core.port.EventLog;
import io.tidemark.core.port.LedgerCommit;
import io.tidemark.core.port.LedgerStore;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A fold that a watch follows from commit to commit, and that is written down where this is asked for: what is on disk already need not
/// be written again to be proven again. One caller at a time.
final class WatchedFold implements AutoCloseable {
    private final LedgerWatch watch;
    private final FoldRun run;
    private @Nullable Writer writer;

    /// @param state    where it begins
    /// @param watch    follows it
    /// @param prepared   shown all records that are read
    /// @param exclusions those up to the last position that it will be asked for
    /// @param losses     what is lost up to there
    WatchedFold(EventLog log, WorkingState state, LedgerWatch watch, FoldRun.Options options,
            Consumer<List<Prepared>> prepared, Exclusions exclusions, Losses losses) {
        this.watch = watch;
        run = new FoldRun(log, state, new Sink(), options, prepared, exclusions, losses);
    }

    /// Writes down what is folded.
    interface Writer {
        /// Takes outcomes of the next commit.
        void stage(List<Outcome> outcomes);

        /// Takes the next commit.
        void commit(LedgerCommit commit);

        /// Writes commits into a ledger.
        static Writer into(LedgerStore ledger) {
            return new Writer() {
                @Override
                public void stage(List<Outcome> outcomes) {
                    ledger.stage(outcomes);
                }

                @Override
                public void commit(LedgerCommit commit) {
                    ledger.commit(commit);
                }
            };
        }

        /// Writes history into a ledger that nobody else uses.
        ///
        /// @param end the position of the base
        static Writer ofHistory(LedgerStore ledger, long end) {
            return new Writer() {
                @Override
                public void stage(List<Outcome> outcomes) {
                    ledger.stageHistory(outcomes);
                }

                @Override
                public void commit(LedgerCommit commit) {
                    ledger.fillHistory(commit.fromPosition(), commit.toPosition(), commit.outcomes(),
                            commit.toPosition() == end);
                }
            };
        }

        /// Writes history into a ledger that others use: a commit at a time, all of it at once.
        ///
        /// @param end the position of the base
        static Writer beside(LedgerAtWork ledger, long end) {
            return new Writer() {
                private final List<Outcome> outcomes = new ArrayList<>();

                @Override
                public void stage(List<Outcome> part) {
                    outcomes.addAll(part);
                }

                @Override
                public void commit(LedgerCommit commit) {
                    outcomes.addAll(commit.outcomes());
                    ledger.beside(store -> {
                        store.stageHistory(outcomes);
                        store.fillHistory(commit.fromPosition(), commit.toPosition(), List.of(),
                                commit.toPosition() == end);
                        return store;
                    });
                    outcomes.clear();
                }
            };
        }
    }

    private final class Sink implements FoldRun.Sink {
        @Override
        public void stage(List<Outcome> outcomes) {
            Writer into = writer;
            if (into != null) {
                into.stage(outcomes);
            }
            watch.stage(outcomes);
        }

        @Override
        public void commit(LedgerCommit commit) {
            Writer into = writer;
            if (into != null) {
                into.commit(commit);
            }
            watch.commit(commit);
        }
    }

    LedgerWatch watch() {
        return watch;
    }

    /// What it knows of exclusions ahead.
    Hindsight hindsight() {
        return run.hindsight();
    }

    /// The last position that was folded.
    long position() {
        return run.state().position();
    }

    /// Folds on up to a position; everything that was folded has been watched, and written, on return.
    ///
    /// @param into where it is written, or null for nowhere
    /// @param stop asked now and then; when true, it ends early
    void to(long end, @Nullable Writer into, Progress progress, BooleanSupplier stop) {
        writer = into;
        run.to(end, progress, stop);
    }

    @Override
    public void close() {
        run.close();
    }
}
