package io.tidemark.recovery.snapshot;

import io.tidemark.core.event.Sha256;
import io.tidemark.core.port.OutcomeCounts;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a snapshot says about itself. Immutable.
///
/// @param id           its name: sorts by the moment it was made, then by position
/// @param createdAt    when it was made, in whole seconds
/// @param position     the last position of the log whose record has taken effect; 0 for an empty ledger
/// @param anchor       what ties it to its log, or null at position 0
/// @param rulesVersion the version of the rules in force at the position
/// @param stateDigest  the state digest over all accounts
/// @param contents     how many items it holds
/// @param counts       how the attempts up to the position stand
/// @param files        the files that it consists of
public record SnapshotManifest(String id, Instant createdAt, long position, @Nullable Anchor anchor, int rulesVersion,
        Sha256 stateDigest, Contents contents, OutcomeCounts counts, List<StoredFile> files) {

    /// A manifest with a copy of that list.
    public SnapshotManifest {
        files = List.copyOf(files);
    }

    /// What tells this snapshot from any other, whatever its name: a digest over its position, its state digest and its files.
    public Sha256 identity() {
        StringBuilder text = new StringBuilder().append(position).append('|').append(stateDigest);
        files.forEach(
                file -> text.append('|').append(file.name()).append(':').append(file.size()).append(':')
                        .append(file.sha256()));
        return Sha256.of(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    /// The record at the snapshot's position. A log that has another record there is not the one that the snapshot was made from.
    ///
    /// @param arrivalMicros when the record arrived, in microseconds since 1970
    /// @param digest        a digest of the record, see [RecordDigest]
    public record Anchor(long arrivalMicros, Sha256 digest) {}

    /// How many items a snapshot holds.
    ///
    /// @param accounts      accounts
    /// @param openMatters   open matters
    /// @param waiting       follow-ups that wait
    /// @param rejectedKeys  keys that stand rejected
    /// @param correctedKeys keys that were accepted by another attempt than their first
    /// @param pausedAccounts accounts that are paused
    /// @param heldAttempts   attempts that are held for them
    public record Contents(long accounts, long openMatters, long waiting, long rejectedKeys, long correctedKeys,
            long pausedAccounts, long heldAttempts) {
        /// Contents of which nothing is paused.
        public Contents(long accounts, long openMatters, long waiting, long rejectedKeys, long correctedKeys) {
            this(accounts, openMatters, waiting, rejectedKeys, correctedKeys, 0, 0);
        }
    }

    /// A file of a snapshot.
    ///
    /// @param name   its name
    /// @param size   its size in bytes
    /// @param sha256 the digest of its bytes
    public record StoredFile(String name, long size, Sha256 sha256) {}
}
