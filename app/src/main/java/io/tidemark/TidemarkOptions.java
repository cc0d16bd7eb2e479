package io.tidemark;

import io.tidemark.app.wiring.Access;
import io.tidemark.app.wiring.Machine;
import io.tidemark.core.pipeline.FoldRun;
import io.tidemark.recovery.receipt.SigningKey;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/// How to open a home. Immutable.
///
/// @param access           what may be done with it
/// @param clock            tells arrival times and the times of snapshots
/// @param threads          threads that prepare records while others fold and commit, from 1; has no influence on any result
/// @param recordsPerCommit records that one ledger commit covers, from 1; has no influence on any result
/// @param signingKey       signs the receipts of recoveries and verifications; null for receipts that are not signed
public record TidemarkOptions(Access access, InstantSource clock, int threads, int recordsPerCommit,
        @Nullable SigningKey signingKey) {
    /// To read and write, making the home when there is none; with this machine's clock.
    public static final TidemarkOptions DEFAULT = new TidemarkOptions(Access.CREATE, Machine.clock(),
            Machine.preparingThreads(), FoldRun.Options.DEFAULT.recordsPerCommit(), null);

    /// Options within their ranges.
    ///
    /// @throws IllegalArgumentException when they are not
    public TidemarkOptions {
        if (threads < 1 || recordsPerCommit < 1) {
            throw new IllegalArgumentException("threads and records per commit begin at 1");
        }
    }

    /// The same with another access.
    public TidemarkOptions withAccess(Access other) {
        return new TidemarkOptions(other, clock, threads, recordsPerCommit, signingKey);
    }

    /// The same with another clock.
    public TidemarkOptions withClock(InstantSource other) {
        return new TidemarkOptions(access, other, threads, recordsPerCommit, signingKey);
    }

    /// The same with other numbers of threads and of records a commit.
    public TidemarkOptions withShares(int newThreads, int newRecordsPerCommit) {
        return new TidemarkOptions(access, clock, newThreads, newRecordsPerCommit, signingKey);
    }

    /// The same with a key that signs receipts; null for none.
    public TidemarkOptions withSigningKey(@Nullable SigningKey key) {
        return new TidemarkOptions(access, clock, threads, recordsPerCommit, key);
    }
}
