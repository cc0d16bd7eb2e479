package io.tidemark.core.port;

import io.tidemark.core.event.Rejection;
import io.tidemark.core.event.Sha256;
import io.tidemark.core.ledger.OutcomeState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// All that an [AccountBook] has noted of a key: how it stands, and what happened to its attempts. Immutable.
///
/// @param record   how the key stands
/// @param happened what happened, in the order in which it did as far as the store keeps time; what a commit did is told once for each account
///                 that it touched
public record KeyHistory(KeyRecord record, List<Happened> happened) {
    /// A history with a copy of that list.
    public KeyHistory {
        happened = List.copyOf(happened);
    }

    /// What can happen to an attempt.
    public enum Kind {
        /// It was noted that it had come.
        ARRIVED,
        /// It took effect.
        ACCEPTED,
        /// It was refused.
        REJECTED,
        /// It began to wait for its original.
        WAITING,
        /// An earlier attempt was found to have its bytes.
        DUPLICATE,
        /// A copy of it was put into the archive.
        ARCHIVED;

        /// What a judgement is noted as.
        ///
        /// @param state what it came to, or null for a duplicate
        public static Kind of(@Nullable OutcomeState state) {
            return switch (state) {
                case null -> DUPLICATE;
                case ACCEPTED -> ACCEPTED;
                case REJECTED -> REJECTED;
                case WAITING -> WAITING;
            };
        }

        /// Whether it is the outcome of a judgement.
        public boolean isJudgement() {
            return this != ARRIVED && this != ARCHIVED;
        }
    }

    /// Something that happened to an attempt.
    ///
    /// @param kind      what
    /// @param version   the attempt
    /// @param atMicros  when: an arrival as the bucket has it, everything else as the clock of who noted it did, in microseconds since 1970
    /// @param revision  the revision of the key's record that it brought about; 0 for what is no judgement
    /// @param digest    SHA-256 of the attempt's bytes; null where only its version is noted
    /// @param account   the account that it touched or that the refused event names first; null where there is none or it is not known
    /// @param sequence  the entry's place in the account, or where the account stood when the event was refused; null where there is neither
    /// @param rejection why, when it was rejected; otherwise null
    /// @param cause     who had it judged, and why, when that was an operator; otherwise null
    public record Happened(Kind kind, String version, long atMicros, long revision, @Nullable Sha256 digest,
            @Nullable String account, @Nullable Long sequence, @Nullable Rejection rejection,
            @Nullable String cause) {}
}
