package io.tidemark.recovery.verify;

import java.util.ArrayDeque;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Works behind the fold, in a thread of its own and in the fold's order: moves the accounts' chains on and shows every judgement to a
/// sink. Used by the thread that folds; not thread-safe.
final class Following implements AutoCloseable {
    /// How many runs of judgements may wait.
    private static final int MAX_BEHIND = 4;

    private final ExecutorService thread = Executors
            .newSingleThreadExecutor(Thread.ofPlatform().daemon().name("tidemark-chain").factory());
    private final ArrayDeque<Future<?>> behind = new ArrayDeque<>();
    private final AccountTails tails = new AccountTails();
    private final ChainLine chain = new ChainLine(tails);
    private final Sink sink;
    @SuppressWarnings("UnusedVariable") // of no meaning; without it the loads would be left out
    private long fetched;

    /// Is shown judgements.
    @FunctionalInterface
    interface Sink {
        /// Nothing is done with them.
        Sink NONE = judged -> {};

        /// Takes a run of judgements.
        void take(Judgements judged);
    }

    /// @param sink shown all judgements in the order in which they take effect, by the thread of this
    Following(Sink sink) {
        this.sink = sink;
    }

    /// Takes judgements on; waits while too many are not done yet.
    void take(Judgements judged) {
        if (behind.size() == MAX_BEHIND) {
            Awaited.get(behind.remove());
        }
        behind.add(thread.submit(() -> follow(judged)));
    }

    private void follow(Judgements judged) {
        fetched += tails.fetch(judged);
        for (int i = 0; i < judged.count(); i++) {
            chain.advance(judged, i);
        }
        sink.take(judged);
    }

    /// What the accounts' last entries left. Not to be looked at before [#await].
    AccountTails tails() {
        return tails;
    }

    /// Waits until all that was taken on is done. What this thread reads of it afterwards is up to date.
    void await() {
        while (!behind.isEmpty()) {
            Awaited.get(behind.remove());
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
        thread.close();
    }
}
