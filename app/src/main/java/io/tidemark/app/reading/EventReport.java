package io.tidemark.app.reading;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.event.Rejection;
import io.tidemark.core.event.Sha256;
import io.tidemark.core.port.Bucket;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What became of an event. Immutable.
///
/// @param key       the event key
/// @param state     how the key stands
/// @param rejection why, when the key stands rejected; otherwise null
/// @param accounts  when accepted, the accounts that have an entry of it; otherwise empty
/// @param attempts  every attempt under the key, in arrival order
/// @param history   everything that happened to them, in the order in which it happened
public record EventReport(EventKey key, State state, @Nullable Rejection rejection, List<AccountSequence> accounts,
        List<AttemptReport> attempts, List<Happening> history) {

    /// A report with copies of those lists.
    public EventReport {
        accounts = List.copyOf(accounts);
        attempts = List.copyOf(attempts);
        history = List.copyOf(history);
    }

    /// How a key, or one attempt, stands.
    public enum State {
        /// It took effect.
        ACCEPTED,
        /// It was refused; a key stands rejected when none of its attempts was accepted or waits.
        REJECTED,
        /// It waits for its original.
        WAITING,
        /// It was not processed yet.
        NEW,
        /// An earlier attempt had its bytes; only where a store takes the same bytes twice.
        DUPLICATE,
        /// Its effects were taken out after it was accepted. It happens to events, which stand accepted all the same.
        EXCLUDED
    }

    /// An entry's place.
    ///
    /// @param account  the account
    /// @param sequence the entry's place in it, from 1
    public record AccountSequence(String account, long sequence) {}

    /// One attempt.
    ///
    /// @param version       its number among the attempts of the key, from 1
    /// @param position      its place in arrival order; 0 where the store has no positions
    /// @param arrivalMicros when it arrived, in microseconds since 1970
    /// @param source        the channel that sent it, or null
    /// @param length        how many bytes it has
    /// @param digest        SHA-256 of its bytes
    /// @param bucket        where it is kept
    /// @param state         what it came to
    /// @param rejection     why, when it was rejected; otherwise null
    /// @param heldFor       the paused account because of which it is new, or null
    public record AttemptReport(int version, long position, long arrivalMicros, @Nullable String source, int length,
            Sha256 digest, Bucket bucket, State state, @Nullable Rejection rejection, @Nullable String heldFor) {}

    /// Something that happened to an attempt.
    ///
    /// @param position  the position at which it happened; 0 where the store has no positions
    /// @param atMicros  when the record at that position arrived, or, without positions, when it happened; in microseconds since 1970
    /// @param version   the attempt that it happened to
    /// @param what      what it came to; [State#NEW] when it arrived
    /// @param rejection why, when it was rejected; otherwise null
    /// @param cause     what brought it about when that was not the attempt itself: an original's outcome or an operator;
    ///                  otherwise null
    public record Happening(long position, long atMicros, int version, State what, @Nullable Rejection rejection,
            @Nullable String cause) {}
}
