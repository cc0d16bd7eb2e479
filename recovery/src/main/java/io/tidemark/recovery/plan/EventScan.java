package io.tidemark.recovery.plan;

import io.tidemark.core.pipeline.Progress;
import io.tidemark.core.port.Cursor;
import io.tidemark.core.port.DamagedRecordsException;
import io.tidemark.core.port.EventLog;
import io.tidemark.core.port.StorageException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Reads a stretch of the log for what it weighs and for records that cannot be read; goes on behind damage.
public final class EventScan {
    private static final int AHEAD = 16;

    private final EventLog log;
    private final int threads;

    /// A scan of that log.
    ///
    /// @param threads threads that read, from 1
    public EventScan(EventLog log, int threads) {
        this.log = log;
        this.threads = threads;
    }

    /// What a stretch of the log was found to hold.
    ///
    /// @param records records that can be read
    /// @param bytes   about the bytes that they take
    /// @param damage  records that cannot be read, in order
    public record Result(long records, long bytes, List<Plan.Damage> damage) {
        /// A result with a copy of that list.
        public Result {
            damage = List.copyOf(damage);
        }
    }

    /// Reads the records from one position to another, both included.
    ///
    /// @throws StorageException when reading fails otherwise than by damage
    public Result read(long fromPosition, long toPosition, Progress progress) {
        DamageList damage = new DamageList();
        long[] sums = new long[2];
        try (ExecutorService readers = Executors.newFixedThreadPool(threads,
                Thread.ofPlatform().daemon().name("tidemark-scan-", 1).factory())) {
            long next = fromPosition;
            while (next <= toPosition) {
                try {
                    readUntilDamage(readers, next, toPosition, sums,
                            () -> progress.at(sums[0], toPosition - fromPosition + 1));
                    next = toPosition + 1;
                } catch (DamagedRecordsException e) {
                    damage.add(e);
                    sums[0] = e.firstPosition() - fromPosition;
                    next = e.lastPosition() + 1;
                }
            }
        }
        long damaged = damage.toList().stream().mapToLong(each -> each.lastPosition() - each.firstPosition() + 1).sum();
        return new Result(Math.max(0, toPosition - fromPosition + 1) - damaged, sums[1], damage.toList());
    }

    private void readUntilDamage(ExecutorService readers, long from, long to, long[] sums, Runnable tick) {
        ArrayDeque<Future<long[]>> reading = new ArrayDeque<>();
        try (Cursor<EventLog.Segment> segments = log.scan(from, to)) {
            boolean more = true;
            DamagedRecordsException end = null;
            while (more || !reading.isEmpty()) {
                if (more && reading.size() < AHEAD) {
                    try {
                        EventLog.Segment segment = segments.next();
                        more = segment != null;
                        if (segment != null) {
                            reading.add(readers.submit(() -> weigh(segment)));
                        }
                    } catch (DamagedRecordsException e) {
                        // What was read before the damage is still counted, and may hold damage that comes earlier.
                        more = false;
                        end = e;
                    }
                } else {
                    long[] weight = get(reading.remove());
                    sums[0] += weight[0];
                    sums[1] += weight[1];
                    tick.run();
                }
            }
            if (end != null) {
                throw end;
            }
        }
    }

    private static long[] weigh(EventLog.Segment segment) {
        long records = segment.lastPosition() - segment.firstPosition() + 1;
        try {
            return new long[] {records, segment.check()};
        } catch (StorageException e) {
            if (e.kind() != StorageException.Kind.FROZEN) {
                throw e;
            }
            // What is cold is known to be there, and is told by the plan's places.
            return new long[] {records, 0};
        }
    }

    private static long[] get(Future<long[]> weight) {
        try {
            return weight.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StorageException(StorageException.Kind.FAILED, "reading was interrupted", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof StorageException damage) {
                throw damage;
            }
            throw new IllegalStateException("an event cannot be read", e.getCause());
        }
    }
}
