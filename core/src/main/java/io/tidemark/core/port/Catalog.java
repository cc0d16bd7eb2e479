package io.tidemark.core.port;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.event.EventType;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Finds attempts by lists of the buckets that were made before, without looking into the buckets themselves.
///
/// A list shows a bucket as it was when the list was made: what arrived or moved since is not in it, and what is in two lists may
/// have moved between them. What is in a bundle is no object of its own any more, and in no list that was made since: whoever wants every attempt asks
/// [Bundles] too. Of every bucket the newest complete list counts; a bucket without one has nothing. Objects whose
/// keys are no event keys, and marks of deletions, are passed over.
public interface Catalog {
    /// The lists that selections go by: the newest complete one of each bucket, in the order of the buckets.
    ///
    /// @throws StorageException of kind `MISSING` when a list is not what it was when it was made
    List<Report> reports();

    /// The attempts that a selection lets through, in the order of their arrival; those of one moment by key and version,
    /// bytewise. Empty where no list has any.
    ///
    /// @throws StorageException of kind `MISSING` when a list is not what it was when it was made
    Cursor<Item> select(Selection selection);

    /// A list of a bucket.
    ///
    /// @param bucket        the bucket
    /// @param createdMillis when its making began, in milliseconds since 1970: what arrived before is in it
    record Report(Bucket bucket, long createdMillis) {}

    /// An attempt in a bucket.
    ///
    /// @param key           the event key
    /// @param version       what the bucket calls this version of the key
    /// @param bucket        where the list has it
    /// @param arrivalMillis when it arrived, in milliseconds since 1970, as exactly as the bucket tells
    /// @param size          how many bytes it has
    /// @param storageClass  what kind of storage it is kept in, such as `STANDARD`
    /// @param position      its place in arrival order where the version tells it, otherwise null
    record Item(EventKey key, String version, Bucket bucket, long arrivalMillis, long size, String storageClass,
            @Nullable Long position) {}

    /// What to select. Sets that are empty let everything through. Lists know neither accounts nor sources: those are taken from
    /// the index, and attempts that it has no outcome for have no account.
    ///
    /// @param fromMillis the earliest arrival, in milliseconds since 1970
    /// @param toMillis   the latest arrival, included
    /// @param types      the types of event
    /// @param accounts   accounts; an attempt that touches one of them, or was refused there, is let through
    /// @param sources    the channels that sent it
    /// @param buckets    where to look
    record Selection(long fromMillis, long toMillis, Set<EventType> types, Set<String> accounts, Set<String> sources,
            Set<Bucket> buckets) {
        /// The last moment of the year 9999.
        private static final long LAST_MILLI = 253_402_300_799_999L;
        /// Everything.
        public static final Selection ALL = new Selection(0, LAST_MILLI, Set.of(), Set.of(), Set.of(),
                Set.of());

        /// A selection with copies of those sets.
        public Selection {
            types = Set.copyOf(types);
            accounts = Set.copyOf(accounts);
            sources = Set.copyOf(sources);
            buckets = Set.copyOf(buckets);
        }

        /// The same between those times, both included.
        public Selection between(long from, long to) {
            return new Selection(from, to, types, accounts, sources, buckets);
        }

        /// The same of those types alone.
        public Selection ofTypes(Set<EventType> wanted) {
            return new Selection(fromMillis, toMillis, wanted, accounts, sources, buckets);
        }

        /// The same of those accounts alone.
        public Selection ofAccounts(Set<String> wanted) {
            return new Selection(fromMillis, toMillis, types, wanted, sources, buckets);
        }

        /// The same from those sources alone.
        public Selection fromSources(Set<String> wanted) {
            return new Selection(fromMillis, toMillis, types, accounts, wanted, buckets);
        }

        /// The same in those buckets alone.
        public Selection in(Set<Bucket> wanted) {
            return new Selection(fromMillis, toMillis, types, accounts, sources, wanted);
        }
    }
}
