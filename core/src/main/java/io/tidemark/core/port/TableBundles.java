package io.tidemark.core.port;

import java.time.LocalDate;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;

/// The bundles of an installation whose accounts stand in tables, and whose attempts have versions and no positions. They hold what became of
/// each attempt, which so outlives the tables. Safe for use by many threads.
public interface TableBundles extends Bundles {
    /// Packs what arrived before a day: copies in the archive and the rejected bucket that are in no bundle yet, whose attempt has a final
    /// outcome and whose key has left the new bucket's sight. A day gets a bundle a run, several when it is large. Each bundle is published,
    /// read again and compared copy by copy with what the single objects hold before one of these is let go. A crash at any moment loses
    /// nothing; the next call goes on. Where storage refuses to let go, the copies stand beside the bundle, and the result says so.
    ///
    /// @param book     knows what became of each attempt
    /// @param before   the first day, in UTC, that is left alone
    /// @param progress hears of how many copies were looked at
    /// @param stop     asked now and then; when true, the call ends early
    /// @throws StorageException of kind `DAMAGED` when what was written cannot be read again as it was: nothing of that bundle was let go then;
    ///                          `FAILED` when another call packs at the same time: nothing is lost, and it can be run again
    Packed pack(AccountBook book, LocalDate before, LongConsumer progress, BooleanSupplier stop);

    /// What was found out of a bundle that had to be mended.
    ///
    /// @param bundle      its name
    /// @param state       what came of it
    /// @param description what was wrong and what was done, one clause
    record Mended(String bundle, State state, String description) {
        /// What came of it.
        public enum State {
            /// It can be read by key again.
            MENDED,
            /// It is in cold storage: nothing was changed.
            FROZEN,
            /// Its lines are damaged too: what was lost beside them cannot be made anew.
            DAMAGED
        }
    }

    /// Makes anew what is lost or damaged of what is known of bundles without looking into them, from the bundles themselves. Bundles that are
    /// whole are left alone. A crash at any moment leaves what the next call mends.
    ///
    /// @return those that were not whole, by name
    /// @throws StorageException when storage fails otherwise than by damage or cold
    List<Mended> mend();

    /// An attempt in a bundle.
    ///
    /// @param bundle   the bundle's name
    /// @param attempt  the attempt; its body is fetched when it is asked for
    /// @param recorded every judgement that had been recorded of it when it was packed, in order; the last one is its outcome
    /// @param copies   the copies that the bundle stands for, as the listings told of them
    record Bundled(String bundle, StoredAttempt attempt, List<AttemptFact.Recorded> recorded,
            List<ListedAttempt> copies) {
        /// An attempt with copies of those lists.
        public Bundled {
            recorded = List.copyOf(recorded);
            copies = List.copyOf(copies);
        }
    }

    /// Everything that is known of bundles' attempts without looking into the bundles, in bytewise order of the keys. An attempt that was
    /// packed more than once, because a copy of it was kept later, is told of each time.
    ///
    /// @throws StorageException of kind `DAMAGED`, from the cursor, when what is known of a bundle is lost or cannot be read
    Cursor<Bundled> attempts();
}
