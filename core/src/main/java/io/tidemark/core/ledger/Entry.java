package io.tidemark.core.ledger;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.event.Sha256;

/// One line in an account's history: an accepted event's effect on that account. Immutable; never rewritten or removed.
///
/// @param account         the account
/// @param sequence        the entry's place in its account, from 1, without gaps
/// @param key             the event
/// @param bodyDigest      SHA-256 of the event's body, byte for byte
/// @param status          what the entry stands for
/// @param actualEffect    what it adds to the actual balance, in cents; may be negative
/// @param availableEffect what it adds to the available balance, in cents; may be negative
/// @param actualAfter     the actual balance after it, in cents
/// @param availableAfter  the available balance after it, in cents; below 0 only where excluded events are missing
/// @param epochSecond     the event's own time, in seconds since 1970; not part of the chain digest
public record Entry(String account, long sequence, EventKey key, Sha256 bodyDigest, EntryStatus status,
        long actualEffect, long availableEffect, long actualAfter, long availableAfter, long epochSecond) {}
