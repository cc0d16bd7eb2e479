package io.tidemark.recovery.verify;

/// How the second reader works.
///
/// @param threads         threads that read bodies beside the one that folds, from 1
/// @param differenceLimit how many differences to keep as they are; all are counted
/// @param buckets         whether to hold the buckets against the ledger; not for one that is not in force yet
public record VerifyOptions(int threads, int differenceLimit, boolean buckets) {
    /// Two threads, the first 1,000 differences, with buckets.
    public static final VerifyOptions DEFAULT = new VerifyOptions(2, 1000, true);

    /// Options within their ranges.
    ///
    /// @throws IllegalArgumentException when they are not
    public VerifyOptions {
        if (threads < 1 || differenceLimit < 0) {
            throw new IllegalArgumentException("at least one thread, no fewer than 0 differences");
        }
    }

    /// The same without looking at the buckets.
    public VerifyOptions withoutBuckets() {
        return new VerifyOptions(threads, differenceLimit, false);
    }

    /// The same with another limit.
    public VerifyOptions withLimit(int limit) {
        return new VerifyOptions(threads, limit, buckets);
    }
}
