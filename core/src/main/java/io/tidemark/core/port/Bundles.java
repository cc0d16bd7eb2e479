package io.tidemark.core.port;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.event.Sha256;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The bundles: files that hold a day's archived and rejected attempts with what became of them, in place of single objects. An attempt in
/// a bundle is read as any other, as long as the bundle is at hand. What is packed when is asked of [LogBundles] where attempts have
/// positions, of [TableBundles] where they have versions. Safe for use by many threads.
public interface Bundles {
    /// A bundle.
    ///
    /// @param id            its name
    /// @param day           the day, in UTC, on which its attempts arrived
    /// @param attempts      how many attempts it holds
    /// @param firstPosition the first one's position; 0 where attempts have none
    /// @param lastPosition  the last one's position; 0 where attempts have none
    /// @param bytes         the bytes of its lines
    /// @param storedBytes   the bytes that it takes where it is kept
    /// @param sha256        the digest of these
    /// @param storageClass  how it is kept
    /// @param readyAt       when it is or was thawed, or null when no thawing was asked for
    /// @param until         when it is cold again, or null when no thawing was asked for
    record Bundle(String id, LocalDate day, long attempts, long firstPosition, long lastPosition, long bytes,
            long storedBytes, Sha256 sha256, StorageClass storageClass, @Nullable Instant readyAt,
            @Nullable Instant until) {
        /// Whether it can be read at a moment.
        public boolean isAtHand(Instant now) {
            return !storageClass.isCold()
                    || (readyAt != null && until != null && !now.isBefore(readyAt) && now.isBefore(until));
        }

        /// Whether it is being thawed at a moment, and cannot be read yet.
        public boolean isThawing(Instant now) {
            return storageClass.isCold() && readyAt != null && now.isBefore(readyAt);
        }
    }

    /// What one packing did.
    ///
    /// @param made      the bundles that it made
    /// @param attempts  how many attempts went into bundles
    /// @param left      attempts of those days that stay as they are: they have no outcome yet, or are still in the new bucket
    /// @param completed whether it came to its end
    /// @param standing  how many single objects stand beside the bundles that hold them too, because storage does not let go of them
    /// @param refusal   what storage said to that, or null when none stands
    record Packed(List<Bundle> made, long attempts, long left, boolean completed, long standing,
            @Nullable String refusal) {
        /// A result with a copy of that list.
        public Packed {
            made = List.copyOf(made);
        }

        /// A result of packing where everything that is packed is let go of.
        public Packed(List<Bundle> made, long attempts, long left, boolean completed) {
            this(made, attempts, left, completed, 0, null);
        }
    }

    /// Something that is wrong with a bundle.
    ///
    /// @param bundle        its name
    /// @param firstPosition the first position that it is about; 0 where attempts have none
    /// @param lastPosition  the last one; 0 where attempts have none
    /// @param description   what is wrong, one clause
    /// @param held          the attempts that cannot be had because of it, in order
    record Fault(String bundle, long firstPosition, long lastPosition, String description, List<Held> held) {
        /// A fault with a copy of that list.
        public Fault {
            held = List.copyOf(held);
        }
    }

    /// An attempt in a bundle, as it is known without the bundle.
    ///
    /// @param position its place in arrival order; 0 where attempts have none
    /// @param key      its event key
    /// @param bundle   the bundle's name
    /// @param accounts the accounts that it touched, or the one at which it was refused
    record Held(long position, EventKey key, String bundle, List<String> accounts) {
        /// An attempt with a copy of that list.
        public Held {
            accounts = List.copyOf(accounts);
        }
    }

    /// All bundles, in the order in which they were made.
    List<Bundle> list();

    /// The text of a bundle, in runs of whole lines, in order; what a line is says [io.tidemark.core.bundle.BundleLines].
    ///
    /// @throws StorageException of kind `MISSING` when there is none of that name; the cursor throws one of kind `FROZEN` when it is not
    ///                          at hand, `DAMAGED` when it cannot be read as it was written
    Cursor<byte[]> text(String id);

    /// Reads a bundle again, all of it, and compares it with what is known of it.
    ///
    /// @return what is wrong; nothing when all is well
    /// @throws StorageException of kind `MISSING` when there is none of that name, `FROZEN` when it is not at hand
    List<Fault> verify(String id);

    /// The attempts that cannot be read now, because their bundle is lost or damaged, bundle by bundle. Bundles that are cold are not
    /// looked into.
    Cursor<Held> lost();

    /// Puts bundles into cold storage. Those that are there already are no longer thawed.
    ///
    /// @throws StorageException of kind `MISSING` when there is none of one of the names; none is frozen then. Of kind `FROZEN` when one would
    ///                          have to be thawed before it can be kept otherwise
    void freeze(Collection<String> ids, StorageClass storageClass);

    /// Begins to thaw bundles: they can be read when [Bundle#readyAt] has come. Those that are at hand or being thawed are left alone,
    /// but kept at hand for as long as was asked.
    ///
    /// @return the bundles as they are now
    /// @throws StorageException of kind `MISSING` when there is none of one of the names, `FAILED` when the tier is not offered there, or a
    ///                          delay is asked for where storage itself decides on it
    List<Bundle> thaw(Collection<String> ids, Thaw how);
}
