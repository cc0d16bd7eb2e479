package io.tidemark.testkit.contract;

import io.tidemark.core.port.Stores;
import java.time.InstantSource;

/// One installation of a store for one test: opens it again and again, crashes it and damages it. Used by one thread.
public interface TestInstallation extends AutoCloseable {
    /// Opens the installation: empty the first time, afterwards with what is stored in it. Stores that [#open] returned before are
    /// closed first.
    ///
    /// @param clock what arrival times are taken from
    Stores open(InstantSource clock);

    /// Opens what a machine that lost its power now would find on its disks, as an installation beside the running one. What runs is
    /// not closed before and is not told; it is abandoned afterwards.
    ///
    /// @param clock what arrival times are taken from
    Stores openAfterCrash(InstantSource clock);

    /// Damages what is stored of the event log's record at that position, so that it cannot be read as it was written. Records around
    /// it may be damaged with it. Called while nothing is open.
    void damageRecord(long position);

    /// Damages a ledger generation so that it cannot be opened. Called while nothing is open.
    void damageGeneration(String generation);

    /// Removes the manifest of a published snapshot and leaves its files. Called while nothing is open.
    void loseManifest(String snapshot);

    /// Changes bytes of a bundle. Called while nothing is open.
    void damageBundle(String bundle);

    /// Removes all that is kept of a bundle but what the store knows of it. Called while nothing is open.
    void loseBundle(String bundle);

    /// Closes every store that is open. May be called while nothing is.
    void closeStores();

    /// Closes every store that is open and lets go of all else.
    @Override
    void close();
}
