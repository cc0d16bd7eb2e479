package io.tidemark.app.intake;

import io.tidemark.core.port.EventLog;
import io.tidemark.core.port.NewAttempt;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Takes inputs in: one thread reads, the calling one puts. Safe for use by many threads, as far as the destination is.
public final class Intake {
    /// Batches that are read ahead of the one that is being put.
    private static final int BATCHES_AHEAD = 4;
    private static final long LOOK_INTERVAL_MS = 100;

    private final Destination destination;

    /// Where attempts go.
    @FunctionalInterface
    public interface Destination {
        /// Takes attempts as [EventLog#put] does.
        ///
        /// @return for each its position, or [EventLog#DUPLICATE]
        long[] put(List<NewAttempt> attempts);
    }

    /// Takes attempts in to that destination.
    public Intake(Destination destination) {
        this.destination = destination;
    }

    /// Takes inputs in, in the order given. On return everything that was put is on disk.
    ///
    /// @param inputs   what to take
    /// @param source   the source label of attempts whose lines have none, or null
    /// @param listener hears of refusals and of how far it has come
    /// @param stop     asked now and then; when true, no more is read, what was read before may be left out
    /// @throws io.tidemark.core.port.StorageException when the destination fails; what was put before stays, and putting the same
    ///                                               inputs again is safe
    public PutResult take(List<Input> inputs, @Nullable String source, IntakeListener listener, BooleanSupplier stop) {
        BlockingQueue<Batch> queue = new ArrayBlockingQueue<>(BATCHES_AHEAD);
        Thread reader = Thread.ofPlatform().daemon().name("tidemark-read")
                .start(new BatchReader(inputs, source, queue));
        try {
            return drain(queue, new Count(listener), stop);
        } finally {
            reader.interrupt();
        }
    }

    private PutResult drain(BlockingQueue<Batch> queue, Count count, BooleanSupplier stop) {
        boolean interrupted = false;
        try {
            while (!stop.getAsBoolean()) {
                Batch batch;
                try {
                    batch = queue.poll(LOOK_INTERVAL_MS, TimeUnit.MILLISECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                    break;
                }
                if (batch != null && take(batch, queue, count)) {
                    return count.result(true);
                }
            }
            return count.result(false);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /// Puts a batch together with those that wait behind it: what is put at once is synced once.
    ///
    /// @return whether the input ends there
    private boolean take(Batch first, BlockingQueue<Batch> queue, Count count) {
        List<Batch> batches = new ArrayList<>(List.of(first));
        queue.drainTo(batches);
        List<NewAttempt> attempts = new ArrayList<>();
        for (Batch batch : batches) {
            count.refused(batch.refusals());
            attempts.addAll(batch.attempts());
        }
        if (!attempts.isEmpty()) {
            count.put(destination.put(attempts));
        }
        throwOn(batches.getLast().failure());
        return batches.getLast().last();
    }

    private static void throwOn(@Nullable Throwable failure) {
        switch (failure) {
            case null -> {
                // The input went well.
            }
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            default -> throw new IllegalStateException(failure);
        }
    }

    /// Adds up what became of the batches.
    private static final class Count {
        private final IntakeListener listener;
        private final List<Refusal> refusals = new ArrayList<>();
        private long put;
        private long duplicates;
        private long refused;

        Count(IntakeListener listener) {
            this.listener = listener;
        }

        void refused(List<Refusal> more) {
            for (Refusal refusal : more) {
                refused++;
                if (refusals.size() < PutResult.MAX_REFUSALS) {
                    refusals.add(refusal);
                }
                listener.refused(refusal);
            }
        }

        void put(long[] positions) {
            for (long position : positions) {
                if (position == EventLog.DUPLICATE) {
                    duplicates++;
                } else {
                    put++;
                }
            }
            listener.taken(put + duplicates);
        }

        PutResult result(boolean complete) {
            return new PutResult(put, duplicates, refused, refusals, complete);
        }
    }
}
