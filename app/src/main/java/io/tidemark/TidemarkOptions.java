package io.tidemark;

import io.tidemark.app.wiring.Access;
import io.tidemark.app.wiring.Machine;
import io.tidemark.core.pipeline.FoldRun;
import java.time.InstantSource;

/// How to open a home. Immutable.
///
/// @param access           what may be done with it
/// @param clock            tells arrival times and the times of snapshots
/// @param threads          threads that prepare records while others fold and commit, from 1; has no influence on any result
/// @param recordsPerCommit records that one ledger commit covers, from 1; has no influence on any result
public record TidemarkOptions(Access access, InstantSource clock, int threads, int recordsPerCommit) {
    /// To read and write, making the home when there is none; with this machine's clock.
    public static final TidemarkOptions DEFAULT = new TidemarkOptions(Access.CREATE, Machine.clock(),
            Machine.preparingThreads(), FoldRun.Options.DEFAULT.recordsPerCommit());

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
        return new TidemarkOptions(other, clock, threads, recordsPerCommit);
    }

    /// The same with another clock.
    public TidemarkOptions withClock(InstantSource other) {
        return new TidemarkOptions(access, other, threads, recordsPerCommit);
    }

    /// The same with other numbers of threads and of records a commit.
    public TidemarkOptions withShares(int newThreads, int newRecordsPerCommit) {
        return new TidemarkOptions(access, clock, newThreads, newRecordsPerCommit);
    }
}
