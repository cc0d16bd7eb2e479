package io.tidemark.core.pipeline;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.ledger.Decision;
import io.tidemark.core.ledger.Outcome;
import io.tidemark.core.port.Cursor;
import io.tidemark.core.port.EventLog;
import io.tidemark.core.port.LedgerCommit;
import io.tidemark.core.port.LogRecord;
import io.tidemark.core.port.StorageException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Folds stretches of the log into a working state and hands the results on in commits.
///
/// Three things run side by side: segments are prepared by several threads, folded in order by the calling one, and what comes out is
/// staged and committed in order by another. What comes out does not depend on the options. A short stretch is done by the calling thread alone, which
/// saves a single event the way through three threads. One caller at a time.
public final class FoldRun implements AutoCloseable {
    private static final int SHORT_STRETCH = 512;
    /// Outcomes are handed on by so many, while the processor's caches and the collector's young generation still hold them.
    private static final int PART = 512;
    /// The most parts on their way.
    private static final int PARTS_AHEAD = 8;

    private final EventLog log;
    private final WorkingState state;
    private final Fold fold;
    private final Sink sink;
    private final Options options;
    private final Consumer<List<Prepared>> prepared;
    private final Preparer preparer;
    private final Losses losses;
    private final ArrayDeque<Future<List<Prepared>>> preparing = new ArrayDeque<>();
    private final ArrayDeque<Future<?>> staging = new ArrayDeque<>();
    private @Nullable ExecutorService preparers;
    private @Nullable ExecutorService committer;
    private @Nullable PendingCommit pending;
    private List<Outcome> outcomes = new ArrayList<>();
    private long committedPosition;
    private boolean broken;
    /// Belongs to the committing thread.
    private boolean sinkFailed;

    /// How to share the work.
    ///
    /// @param threads          threads that prepare, from 1
    /// @param recordsPerCommit log records that one commit covers, from 1
    public record Options(int threads, int recordsPerCommit) {
        /// Two threads that prepare; commits large enough that most accounts change more than once in each.
        public static final Options DEFAULT = new Options(2, 512 * 1024);

        /// Options within their ranges.
        ///
        /// @throws IllegalArgumentException when they are not
        public Options {
            if (threads < 1 || recordsPerCommit < 1) {
                throw new IllegalArgumentException("threads and records per commit begin at 1");
            }
        }
    }

    /// Where outcomes and commits go. Called in order, by one thread at a time, not always the same.
    public interface Sink {
        /// Takes outcomes of the next commit, which does not bring them again.
        void stage(List<Outcome> outcomes);

        /// Takes the next commit: what was staged since the last one, and what it brings itself.
        void commit(LedgerCommit commit);
    }

    /// A run that goes on from a state.
    ///
    /// @param log     the records
    /// @param state   where to go on; owned by the run from now on
    /// @param sink    takes the commits
    /// @param options how to share the work
    public FoldRun(EventLog log, WorkingState state, Sink sink, Options options) {
        this(log, state, sink, options, _ -> {});
    }

    /// A run that goes on from a state, and shows what it prepares.
    ///
    /// @param log      the records
    /// @param state    where to go on; owned by the run from now on
    /// @param sink     takes the commits
    /// @param options  how to share the work
    /// @param prepared shown every run of records once it is prepared, by the threads that prepare, in any order; again those that were
    ///                 prepared and not folded when a stretch ended early
    public FoldRun(EventLog log, WorkingState state, Sink sink, Options options, Consumer<List<Prepared>> prepared) {
        this(log, state, sink, options, prepared, Exclusions.of(log, state.position()));
    }

    /// A run that goes on from a state and knows what is excluded from there on.
    ///
    /// @param log        the records
    /// @param state      where to go on, without the effects that are excluded; owned by the run from now on
    /// @param sink       takes the commits
    /// @param options    how to share the work
    /// @param prepared   see above
    /// @param exclusions those up to the last position that the run will be asked for: it refuses at others
    public FoldRun(EventLog log, WorkingState state, Sink sink, Options options, Consumer<List<Prepared>> prepared,
            Exclusions exclusions) {
        this(log, state, sink, options, prepared, exclusions, Losses.NONE);
    }

    /// A run that goes on from a state, knows what is excluded from there on, and goes on without what is lost.
    ///
    /// @param log        see above
    /// @param state      see above
    /// @param sink       see above
    /// @param options    see above
    /// @param prepared   see above
    /// @param exclusions see above
    /// @param losses     the attempts whose bodies cannot be had, of all up to the last position that the run will be asked for
    public FoldRun(EventLog log, WorkingState state, Sink sink, Options options, Consumer<List<Prepared>> prepared,
            Exclusions exclusions, Losses losses) {
        this.log = log;
        this.losses = losses;
        preparer = new Preparer(losses);
        this.state = state;
        this.sink = sink;
        this.options = options;
        this.prepared = prepared;
        fold = new Fold(state, AttemptIndex.of(log), exclusions, losses);
        committedPosition = state.position();
    }

    /// The state that the run has reached.
    public WorkingState state() {
        return state;
    }

    /// What it knows of exclusions ahead of the state.
    public Hindsight hindsight() {
        return fold.hindsight();
    }

    /// What the rules make of an attempt as accounts stand now, as a retry would ask them. Changes nothing.
    ///
    /// @param position the attempt's
    public Decision wouldDecide(long position) {
        return fold.wouldDecide(position);
    }

    /// The paused account because of which a retry of a key that stands rejected has no effect now; null when it has one.
    @Nullable
    String retryHeldFor(EventKey key) {
        return fold.retryHeldFor(key);
    }

    /// Folds in a decision that is not in the log, as if it were the next record, and commits it.
    ///
    /// @param control the decision, at the position after the state's
    public void imagine(LogRecord.Control control) {
        fold.next(new Prepared.PreparedControl(control), outcomes::add);
        commit(true);
        awaitCommit();
    }

    /// Folds all records after the state's position up to one. On return everything that was folded is committed.
    ///
    /// @param toPosition the last position, at most the log's
    /// @param progress   hears of the records folded
    /// @param stop       asked now and then; when true, the run ends early, at a segment's end
    /// @throws LedgerUnusableException when a record excludes events and the run was not told: it stands before that
    /// @throws StorageException from the log: everything before the place is committed, the state stands there and the run can
    ///                          be tried again; from the sink: the state is ahead of what is committed, the run must be given up
    public void to(long toPosition, Progress progress, BooleanSupplier stop) {
        long from = state.position() + 1;
        if (toPosition < from) {
            return;
        }
        boolean alone = toPosition - from < SHORT_STRETCH;
        try (Cursor<EventLog.Segment> segments = log.scan(from, toPosition)) {
            if (alone) {
                foldAlone(segments);
            } else {
                foldTogether(segments, from, toPosition, progress, stop);
            }
        } finally {
            preparing.forEach(future -> future.cancel(false));
            preparing.clear();
            commit(alone);
            awaitCommit();
        }
        progress.at(state.position() - from + 1, toPosition - from + 1);
    }

    private void foldAlone(Cursor<EventLog.Segment> segments) {
        for (EventLog.Segment segment = segments.next(); segment != null; segment = segments.next()) {
            fold(prepare(preparer, segment), true);
        }
    }

    private void foldTogether(Cursor<EventLog.Segment> segments, long from, long toPosition, Progress progress,
            BooleanSupplier stop) {
        ExecutorService workers = preparers();
        ThreadLocal<Preparer> own = ThreadLocal.withInitial(() -> new Preparer(losses));
        int ahead = 4 * options.threads();
        boolean more = true;
        while ((more || !preparing.isEmpty()) && !stop.getAsBoolean()) {
            while (more && preparing.size() < ahead) {
                EventLog.Segment segment = segments.next();
                more = segment != null;
                if (segment != null) {
                    preparing.add(workers.submit(() -> prepare(own.get(), segment)));
                }
            }
            Future<List<Prepared>> first = preparing.poll();
            if (first != null) {
                fold(await(first), false);
                progress.at(state.position() - from + 1, toPosition - from + 1);
            }
        }
    }

    private List<Prepared> prepare(Preparer own, EventLog.Segment segment) {
        List<Prepared> records = own.prepare(segment);
        prepared.accept(records);
        return records;
    }

    private void fold(List<Prepared> records, boolean alone) {
        if (!alone) {
            fold.expect(records);
        }
        for (Prepared record : records) {
            fold.next(record, outcomes::add);
            if (state.position() - committedPosition >= options.recordsPerCommit()) {
                commit(false);
            } else if (!alone && outcomes.size() >= PART) {
                stage();
            }
        }
    }

    /// Hands the outcomes so far on to the committing thread.
    private void stage() {
        List<Outcome> part = outcomes;
        outcomes = new ArrayList<>(PART + 16);
        // Until this part is known to be taken, a failure leaves the state ahead of the sink.
        broken = true;
        if (staging.size() == PARTS_AHEAD) {
            await(staging.remove());
        }
        staging.add(submit(() -> sink.stage(part)));
        broken = false;
    }

    private void commit(boolean alone) {
        if (broken || state.position() == committedPosition) {
            return;
        }
        WorkingState.Drained drained = state.drain();
        LedgerCommit commit = new LedgerCommit(committedPosition + 1, state.position(), state.rulesVersion(),
                state.counts(), outcomes, drained.change());
        outcomes = new ArrayList<>();
        committedPosition = state.position();
        awaitCommit();
        // Until this commit is known to be done, a failure leaves the state ahead of the sink.
        broken = true;
        if (alone && staging.isEmpty()) {
            sink.commit(commit);
            state.committed(drained);
            broken = false;
        } else {
            List<Future<?>> parts = List.copyOf(staging);
            staging.clear();
            pending = new PendingCommit(parts, submit(() -> sink.commit(commit)), drained);
            broken = false;
        }
    }

    /// Has the committing thread do something, unless something before it failed: a commit must not lack a part.
    private Future<?> submit(Runnable step) {
        return committer().submit(() -> {
            if (sinkFailed) {
                throw new IllegalStateException("what came before was not taken");
            }
            sinkFailed = true;
            step.run();
            sinkFailed = false;
        });
    }

    private void awaitCommit() {
        PendingCommit awaited = pending;
        if (awaited != null) {
            pending = null;
            broken = true;
            awaited.parts().forEach(FoldRun::await);
            await(awaited.done());
            state.committed(awaited.drained());
            broken = false;
        }
    }

    private static <T> T await(Future<T> future) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return future.get();
                } catch (InterruptedException e) {
                    // What was begun is ended in order; the caller's stop condition is what ends a run early.
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            throw unwrapped(e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static RuntimeException unwrapped(ExecutionException e) {
        return switch (e.getCause()) {
            case RuntimeException cause -> cause;
            case Error cause -> throw cause;
            case null, default -> new IllegalStateException(e);
        };
    }

    private ExecutorService preparers() {
        ExecutorService executor = preparers;
        if (executor == null) {
            executor = Executors.newFixedThreadPool(options.threads(),
                    Thread.ofPlatform().daemon().name("tidemark-prepare-", 1).factory());
            preparers = executor;
        }
        return executor;
    }

    private ExecutorService committer() {
        ExecutorService executor = committer;
        if (executor == null) {
            executor = Executors
                    .newSingleThreadExecutor(Thread.ofPlatform().daemon().name("tidemark-commit").factory());
            committer = executor;
        }
        return executor;
    }

    /// Ends the threads. What was folded is committed already.
    @Override
    public void close() {
        if (preparers != null) {
            preparers.shutdown();
        }
        if (committer != null) {
            committer.shutdown();
        }
    }

    private record PendingCommit(List<Future<?>> parts, Future<?> done, WorkingState.Drained drained) {}
}
