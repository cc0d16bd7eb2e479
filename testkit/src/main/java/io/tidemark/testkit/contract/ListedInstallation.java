package io.tidemark.testkit.contract;

import io.tidemark.core.port.Bundles;
import io.tidemark.core.port.Catalog;
import io.tidemark.core.port.NewAttempt;
import io.tidemark.core.port.Queries;
import java.time.LocalDate;
import java.util.List;

/// An installation of one test whose buckets are listed and asked about. How attempts come into it and are judged is the store's own
/// affair: the contracts of [Catalog] and [Queries] are about what is found afterwards.
public interface ListedInstallation extends AutoCloseable {
    /// Puts attempts, in that order, at the time that the test's clock shows.
    void put(List<NewAttempt> attempts);

    /// Judges everything that was put and not judged yet, in the order in which it was put. An attempt that another bucket has then leaves
    /// the bucket it was put into, however long that takes elsewhere.
    void process();

    /// Lets everything expire that was judged, and packs what arrived before a day into bundles.
    ///
    /// @return the bundles
    Bundles bundle(LocalDate before);

    /// Makes a list of every bucket as it is now, dated as the test's clock shows.
    void list();

    /// The catalog over all lists made so far.
    Catalog catalog();

    /// What answers questions.
    Queries queries();

    @Override
    void close();
}
