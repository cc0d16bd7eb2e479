package io.tidemark.app.demo;

import io.tidemark.Tidemark;
import io.tidemark.app.intake.Input;
import io.tidemark.app.intake.IntakeListener;
import io.tidemark.core.pipeline.LedgerUnusableException;
import io.tidemark.core.pipeline.Progress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// A customer's traffic, in a thread of its own: puts one event, has it processed, and puts the next. While there is no ledger it puts its
/// event all the same and asks until it is processed.
final class LiveBusiness implements AutoCloseable {
    private static final long BETWEEN_EVENTS = TimeUnit.MILLISECONDS.toNanos(1);

    private final LineParts lines;
    private final long most;
    private final InstantSource clock;
    private final ReentrantLock service = new ReentrantLock();
    private final AtomicLong put = new AtomicLong();
    private final Thread thread;
    private Tidemark tidemark;
    private volatile boolean ended;
    private volatile Duration longest = Duration.ZERO;
    private volatile Duration longestSinceReset = Duration.ZERO;
    private volatile @Nullable RuntimeException failure;

    /// Something that takes the place of the service; the traffic waits meanwhile.
    interface Exchange<E extends Exception> {
        /// Ends one service and begins another.
        Tidemark instead(Tidemark before) throws E;
    }

    /// Begins.
    ///
    /// @param lines    the events, one a line; nobody else may read them until [#end]
    /// @param most     how many at most
    /// @param clock    tells how long things take
    /// @param tidemark the service
    LiveBusiness(LineParts lines, long most, InstantSource clock, Tidemark tidemark) {
        this.lines = lines;
        this.most = most;
        this.clock = clock;
        this.tidemark = tidemark;
        thread = Thread.ofPlatform().daemon().name("tidemark-demo-business").start(this::run);
    }

    private void run() {
        try {
            while (!ended && put.get() < most) {
                Instant from = clock.instant();
                serve(this::putOne);
                while (!isProcessed() && !ended) {
                    LockSupport.parkNanos(BETWEEN_EVENTS);
                }
                Duration waited = Duration.between(from, clock.instant());
                longest = longer(longest, waited);
                longestSinceReset = longer(longestSinceReset, waited);
                LockSupport.parkNanos(BETWEEN_EVENTS);
            }
        } catch (RuntimeException e) {
            failure = e;
        }
    }

    private void putOne() {
        tidemark.put(List.of(new Input.OfStream("live", lines.next(1))), null, IntakeListener.NONE, () -> false);
        put.incrementAndGet();
    }

    private boolean isProcessed() {
        boolean[] processed = new boolean[1];
        serve(() -> {
            try {
                tidemark.process(Progress.NONE, () -> false);
                processed[0] = true;
            } catch (LedgerUnusableException _) {
                // Nothing is lost: the event is on disk. It is asked again.
            }
        });
        return processed[0];
    }

    private void serve(Runnable work) {
        service.lock();
        try {
            work.run();
        } finally {
            service.unlock();
        }
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? other : one;
    }

    /// Takes the service away and gives another in its place.
    <E extends Exception> Tidemark exchange(Exchange<E> exchange) throws E {
        service.lock();
        try {
            tidemark = exchange.instead(tidemark);
            return tidemark;
        } finally {
            service.unlock();
        }
    }

    /// Waits until so many lines have been put, all of them have been, or it has ended.
    void awaitPut(long count) {
        while (put.get() < Math.min(count, most) && thread.isAlive()) {
            LockSupport.parkNanos(BETWEEN_EVENTS);
        }
    }

    /// From now on the longest wait is told of what comes after.
    void forgetWaits() {
        longestSinceReset = Duration.ZERO;
    }

    /// How many lines were put.
    long put() {
        return put.get();
    }

    /// The longest time from putting an event until it was processed.
    Duration longest() {
        return longest;
    }

    /// The same since [#forgetWaits].
    Duration longestSince() {
        return longestSinceReset;
    }

    /// What went wrong for the customer, or null when nothing did.
    @Nullable
    RuntimeException failure() {
        return failure;
    }

    @Override
    public void close() {
        end();
    }

    /// Ends it and waits for that. May be called twice.
    void end() {
        ended = true;
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
