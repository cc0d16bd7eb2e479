package io.tidemark.core.pipeline;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.port.EventLog;
import io.tidemark.core.port.LogRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The few things that folding asks of the log besides its next record. An [io.tidemark.core.port.EventLog] answers them.
public interface AttemptIndex {
    /// The position of the first attempt under that key if it is before that position, otherwise 0.
    long firstPositionBefore(EventKey key, long position);

    /// The record at that position, or null when there is none.
    @Nullable
    LogRecord record(long position);

    /// The accounts of the attempt at that position, where they are known without its body; otherwise none.
    default List<String> accountsOf(long position) {
        return List.of();
    }

    /// The index that a log is.
    static AttemptIndex of(EventLog log) {
        return new AttemptIndex() {
            @Override
            public long firstPositionBefore(EventKey key, long position) {
                return log.firstPositionBefore(key, position);
            }

            @Override
            public @Nullable LogRecord record(long position) {
                return log.record(position);
            }

            @Override
            public List<String> accountsOf(long position) {
                return log.accountsOf(position);
            }
        };
    }
}
