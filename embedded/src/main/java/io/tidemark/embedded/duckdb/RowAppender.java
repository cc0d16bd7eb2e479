package io.tidemark.embedded.duckdb;

import java.math.BigDecimal;
import java.sql.SQLException;
import org.duckdb.DuckDBAppender;
import org.jspecify.annotations.Nullable;

/// Appends rows to a table, value by value in the order of its columns. Not thread-safe.
public final class RowAppender implements AutoCloseable {
    private static final long MICROS_PER_SECOND = 1_000_000;

    private final DuckDBAppender appender;

    RowAppender(DuckDBAppender appender) {
        this.appender = appender;
    }

    /// What is done with the appender; all of it can fail in the same way.
    @FunctionalInterface
    private interface Step {
        void run(DuckDBAppender appender) throws SQLException;
    }

    private RowAppender step(Step step) {
        try {
            step.run(appender);
            return this;
        } catch (SQLException e) {
            throw DuckDb.failed("append to a table", e);
        }
    }

    /// Begins a row.
    public RowAppender row() {
        return step(DuckDBAppender::beginRow);
    }

    /// Ends the row.
    public void end() {
        step(DuckDBAppender::endRow);
    }

    /// A number.
    public RowAppender add(long number) {
        return step(to -> to.append(number));
    }

    /// A number, or nothing.
    public RowAppender add(@Nullable Long number) {
        return number == null ? step(DuckDBAppender::appendNull) : add(number.longValue());
    }

    /// Text, or nothing.
    public RowAppender add(@Nullable String text) {
        return step(text == null ? DuckDBAppender::appendNull : to -> to.append(text));
    }

    /// A moment.
    ///
    /// @param micros microseconds since 1970
    public RowAppender addMicros(long micros) {
        return step(to -> to.appendEpochMicros(micros));
    }

    /// A moment, or nothing.
    ///
    /// @param seconds seconds since 1970
    public RowAppender addSeconds(@Nullable Long seconds) {
        return seconds == null ? step(DuckDBAppender::appendNull) : addMicros(seconds * MICROS_PER_SECOND);
    }

    /// An amount of money with its two decimals, or nothing.
    public RowAppender addMoney(@Nullable Long cents) {
        return step(cents == null ? DuckDBAppender::appendNull : to -> to.append(BigDecimal.valueOf(cents, 2)));
    }

    @Override
    public void close() {
        step(DuckDBAppender::close);
    }
}
