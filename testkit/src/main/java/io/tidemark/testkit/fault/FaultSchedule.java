package io.tidemark.testkit.fault;

import io.tidemark.core.port.StorageException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Decides which write of several decorated ports meets a fault. Writes are counted from 1, through all ports that share the
/// schedule, in the order in which they begin.
///
/// After a crash the process is gone: every later call through the decorators crashes as well, except the closing of things, which
/// lets go of what the test has to give back. After a failure everything works again. Safe for use by many threads; writes take
/// turns.
public final class FaultSchedule {
    private final long faultyWrite;
    private final Moment moment;
    private final StorageException.@Nullable Kind failure;
    private long writes;
    private @Nullable String crashed;

    private FaultSchedule(long faultyWrite, Moment moment, StorageException.@Nullable Kind failure) {
        this.faultyWrite = faultyWrite;
        this.moment = moment;
        this.failure = failure;
    }

    /// No fault; writes are counted.
    public static FaultSchedule none() {
        return new FaultSchedule(0, Moment.BEFORE, null);
    }

    /// A crash at that write.
    ///
    /// @param write the number of the write, from 1
    public static FaultSchedule crash(Moment moment, long write) {
        return new FaultSchedule(write, moment, null);
    }

    /// A failure of storage at that write.
    ///
    /// @param kind  what storage says
    /// @param write the number of the write, from 1
    public static FaultSchedule failure(StorageException.Kind kind, Moment moment, long write) {
        return new FaultSchedule(write, moment, kind);
    }

    /// How many writes have begun.
    public synchronized long writes() {
        return writes;
    }

    /// Whether the fault has been a crash and has struck.
    public synchronized boolean hasCrashed() {
        return crashed != null;
    }

    /// Does one write that takes place as a whole.
    <T> T write(String what, Supplier<T> whole) {
        return write(what, whole, () -> {});
    }

    /// Does one write.
    ///
    /// @param what  what it is, for the message
    /// @param whole does all of it
    /// @param part  does a part of it
    synchronized <T> T write(String what, Supplier<T> whole, Runnable part) {
        alive();
        writes++;
        boolean faulty = writes == faultyWrite;
        if (faulty && moment == Moment.BEFORE) {
            throw fault(what);
        }
        if (faulty && moment == Moment.DURING) {
            part.run();
            throw fault(what);
        }
        T result = whole.get();
        if (faulty) {
            throw fault(what);
        }
        return result;
    }

    /// Does one write that has no result.
    void write(String what, Runnable whole) {
        write(what, () -> {
            whole.run();
            return writes;
        });
    }

    /// Does what is no write. Reads are not counted; a process that is gone reads nothing.
    <T extends @Nullable Object> T read(Supplier<T> reading) {
        alive();
        return reading.get();
    }

    private synchronized void alive() {
        if (crashed != null) {
            throw new SimulatedCrash(crashed);
        }
    }

    private RuntimeException fault(String what) {
        String where = moment + " write " + writes + ", " + what;
        if (failure == null) {
            crashed = where;
            throw new SimulatedCrash(where);
        }
        return new StorageException(failure, "simulated failure " + where);
    }
}
