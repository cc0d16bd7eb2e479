package io.tidemark.core.bundle;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.event.Sha256;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What one line of a bundle says. Immutable.
///
/// @param key      the event key
/// @param version  the attempt's number among those of its key, from 1
/// @param position its place in arrival order
/// @param arrival  when it arrived, ISO-8601 in UTC with microseconds
/// @param source   the channel that sent it, or null
/// @param digest   the digest of its body
/// @param outcome  what became of it: `accepted` or `rejected`
/// @param code     why it was rejected, or null
/// @param accounts the accounts it touched, or the one at which it was refused, in order
/// @param body     where its body stands
public record BundleLine(EventKey key, int version, long position, String arrival, @Nullable String source,
        Sha256 digest, String outcome, @Nullable String code, List<Place> accounts, BundledBody body) {
    /// A line with a copy of that list.
    public BundleLine {
        accounts = List.copyOf(accounts);
    }

    /// A place in an account.
    ///
    /// @param account  the account number
    /// @param sequence the entry's sequence; of a refused event the account's last sequence then
    public record Place(String account, long sequence) {}
}
