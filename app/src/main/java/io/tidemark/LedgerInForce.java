package io.tidemark;

import io.tidemark.core.pipeline.ActiveLedger;
import io.tidemark.core.pipeline.FoldRun;
import io.tidemark.core.pipeline.LedgerCondition;
import io.tidemark.core.pipeline.LedgerUnusableException;
import io.tidemark.core.pipeline.PausedException;
import io.tidemark.core.pipeline.Processor;
import io.tidemark.core.port.Cursor;
import io.tidemark.core.port.LedgerReader;
import io.tidemark.core.port.LedgerStore;
import io.tidemark.core.port.Stores;
import io.tidemark.recovery.replay.GenerationNames;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.StampedLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Keeps the ledger in force open between calls, for many readers and one processor at a time.
///
/// Whoever uses it holds a lease; it is closed only when nobody does. The first use opens it: for writing when the home was
/// opened for writing, so that what a processor commits can be read at once.
final class LedgerInForce implements AutoCloseable {
    private final Supplier<Stores> stores;
    private final TidemarkOptions options;
    private final boolean writable;
    private final ReentrantLock processing = new ReentrantLock();
    /// Read: somebody uses what is open. Write: it is being opened or closed.
    private final StampedLock leases = new StampedLock();
    private volatile @Nullable Opened opened;

    /// What is open.
    ///
    /// @param reader    shows the last commit, or what it was when a home was opened for reading
    /// @param store     the same, when the home was opened for writing; otherwise null
    /// @param processor owns its writing side, when the home was opened for writing; otherwise null
    private record Opened(LedgerReader reader, @Nullable LedgerStore store, @Nullable Processor processor) {}

    /// What can be done with a processor.
    interface Work<T extends @Nullable Object> {
        T with(Processor processor, LedgerReader ledger);
    }

    /// A reader, and what has to be closed after it.
    private record Moment(@Nullable LedgerReader reader, @Nullable LedgerReader toClose) implements AutoCloseable {
        @Override
        public void close() {
            if (toClose != null) {
                toClose.close();
            }
        }
    }

    LedgerInForce(Supplier<Stores> stores, TidemarkOptions options, boolean writable) {
        this.stores = stores;
        this.options = options;
        this.writable = writable;
    }

    /// How the ledger is; opens nothing for longer than the call.
    LedgerCondition condition() {
        long stamp = leases.readLock();
        try {
            Opened open = opened;
            return open != null && open.store() != null && stores.get().control().read().inDoubt() == null
                    ? new LedgerCondition.Sound(open.store().generation(), open.reader().summary().position())
                    : ActiveLedger.inspect(stores.get());
        } finally {
            leases.unlockRead(stamp);
        }
    }

    /// Lets a function look at the ledger as it is now; each of its looks sees the last commit.
    ///
    /// @param look is given null when nothing was ever processed
    /// @throws LedgerUnusableException when it has to be recovered first
    <T extends @Nullable Object> T look(Function<@Nullable LedgerReader, T> look) {
        long stamp = lease();
        try {
            Opened open = opened;
            return look.apply(open == null ? null : open.reader());
        } finally {
            leases.unlockRead(stamp);
        }
    }

    /// Lets a function look at one moment of the ledger.
    <T extends @Nullable Object> T lookAtMoment(Function<@Nullable LedgerReader, T> look) {
        long stamp = lease();
        try (Moment moment = moment()) {
            return look.apply(moment.reader());
        } finally {
            leases.unlockRead(stamp);
        }
    }

    /// Walks over something of one moment of the ledger. The cursor holds a lease until it is closed.
    ///
    /// @param walk begins the walk
    <T> Cursor<T> walk(Function<LedgerReader, Cursor<T>> walk) {
        long stamp = lease();
        boolean begun = false;
        Moment moment = null;
        try {
            Moment held = moment();
            moment = held;
            LedgerReader reader = held.reader();
            Cursor<T> cursor = new LeasedCursor<>(reader == null ? null : walk.apply(reader), () -> {
                try {
                    held.close();
                } finally {
                    leases.unlockRead(stamp);
                }
            });
            begun = true;
            return cursor;
        } finally {
            if (!begun) {
                try {
                    if (moment != null) {
                        moment.close();
                    }
                } finally {
                    leases.unlockRead(stamp);
                }
            }
        }
    }

    private Moment moment() {
        Opened open = opened;
        if (open == null) {
            return new Moment(null, null);
        }
        LedgerReader view = open.store() == null ? null : open.store().view();
        return new Moment(view == null ? open.reader() : view, view);
    }

    /// Works with the processor; one caller at a time. After a failure the ledger is opened afresh by the next use.
    ///
    /// @throws LedgerUnusableException when it has to be recovered first
    <T extends @Nullable Object> T process(Work<T> work) {
        processing.lock();
        try {
            long stamp = leaseOnOpened();
            Throwable failure = null;
            try {
                Opened open = opened;
                Processor processor = open == null ? null : open.processor();
                if (open == null || processor == null) {
                    throw new IllegalStateException("the home was opened for reading");
                }
                return work.with(processor, open.reader());
            } catch (PausedException e) {
                // Nothing was begun.
                throw e;
            } catch (RuntimeException | Error e) {
                failure = e;
                throw e;
            } finally {
                leases.unlockRead(stamp);
                if (failure != null) {
                    releaseAfter(failure);
                }
            }
        } finally {
            processing.unlock();
        }
    }

    /// Lets whoever works alone already process.
    ///
    /// @throws IllegalStateException when the thread does not work [#alone]
    <T extends @Nullable Object> T processWithin(Work<T> work) {
        Opened open = opened;
        Processor processor = open == null ? null : open.processor();
        if (!processing.isHeldByCurrentThread() || open == null || processor == null) {
            throw new IllegalStateException("nobody works alone on the ledger here");
        }
        return work.with(processor, open.reader());
    }

    /// Writes into the ledger beside whoever processes.
    ///
    /// @throws LedgerUnusableException when it has to be recovered first
    <T extends @Nullable Object> T beside(Function<LedgerStore, T> work) {
        long stamp = leaseOnOpened();
        try {
            return work.apply(store());
        } finally {
            leases.unlockRead(stamp);
        }
    }

    /// Writes into the ledger while nobody processes.
    ///
    /// @throws LedgerUnusableException when it has to be recovered first
    <T extends @Nullable Object> T alone(Function<LedgerStore, T> work) {
        return process((_, _) -> work.apply(store()));
    }

    /// What is open for writing; whoever asks holds a lease.
    private LedgerStore store() {
        Opened open = opened;
        LedgerStore store = open == null ? null : open.store();
        if (store == null) {
            throw new IllegalStateException("the home was opened for reading");
        }
        return store;
    }

    /// Whether somebody does something while no ledger may be open, for which everybody waits who looks.
    boolean isHeld() {
        return leases.isWriteLocked();
    }

    /// Does something to the stores while no ledger is open here and none is opened.
    <T extends @Nullable Object> T whileClosed(Function<Stores, T> work) {
        processing.lock();
        long stamp = leases.writeLock();
        try {
            closeOpened();
            return work.apply(stores.get());
        } finally {
            leases.unlockWrite(stamp);
            processing.unlock();
        }
    }

    /// A lease on what is open, or on nothing when nothing was ever processed.
    private long lease() {
        return opened == null && stores.get().control().read().generation() == null
                ? leases.readLock()
                : leaseOnOpened();
    }

    private long leaseOnOpened() {
        long stamp = leases.readLock();
        if (opened == null) {
            leases.unlockRead(stamp);
            return open();
        }
        return stamp;
    }

    private long open() {
        long stamp = leases.writeLock();
        try {
            if (opened == null) {
                opened = writable ? openForWriting() : openForReading();
            }
        } catch (RuntimeException | Error e) {
            leases.unlockWrite(stamp);
            throw e;
        }
        return leases.tryConvertToReadLock(stamp);
    }

    private Opened openForWriting() {
        LedgerStore store = ActiveLedger.open(stores.get(),
                () -> GenerationNames.next(options.clock().instant(), stores.get().generations().list()));
        Processor processor = null;
        try {
            processor = new Processor(stores.get(), store,
                    new FoldRun.Options(options.threads(), options.recordsPerCommit()));
            return new Opened(store, store, processor);
        } finally {
            if (processor == null) {
                store.close();
            }
        }
    }

    private Opened openForReading() {
        if (ActiveLedger.inspect(stores.get()) instanceof LedgerCondition.Unusable unusable
                && unusable.trouble() != LedgerCondition.Trouble.EXCLUSION_DUE) {
            // Lost events are the greater trouble: they may be why the ledger does not fit them.
            ActiveLedger.requireEvents(stores.get().log());
            throw new LedgerUnusableException(unusable);
        }
        LedgerReader reader = ActiveLedger.openForReading(stores.get());
        if (reader == null) {
            throw new IllegalStateException("a generation in force that was there is there no more");
        }
        return new Opened(reader, null, null);
    }

    private void releaseAfter(Throwable failure) {
        try {
            release();
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    private void release() {
        long stamp = leases.writeLock();
        try {
            closeOpened();
        } finally {
            leases.unlockWrite(stamp);
        }
    }

    private void closeOpened() {
        Opened open = opened;
        opened = null;
        if (open != null) {
            if (open.processor() == null) {
                open.reader().close();
            } else {
                open.processor().close();
            }
        }
    }

    @Override
    public void close() {
        processing.lock();
        try {
            release();
        } finally {
            processing.unlock();
        }
    }
}
