package io.tidemark.core.port;

/// Fills the tables of a generation that is not in force, outside transactions: each item is written once. One thread loads.
public interface BookLoading extends AutoCloseable {
    /// Takes the next commit. It may be written any time until [#finish].
    ///
    /// @param decidedMicros when it was decided first, in microseconds since 1970
    void add(BookCommit commit, long decidedMicros);

    /// Notes that an attempt arrived, and where its bytes are.
    void arrived(AttemptFact attempt);

    /// Writes all that is not written yet. On return all of it is durable.
    void finish();

    /// How many items were written so far, and how many were found as they must be.
    Written written();

    /// Lets go; what was not finished stays as it is.
    @Override
    void close();

    /// What a loading wrote.
    ///
    /// @param items   items written or removed
    /// @param skipped items that were there already, as they must be
    record Written(long items, long skipped) {}
}
