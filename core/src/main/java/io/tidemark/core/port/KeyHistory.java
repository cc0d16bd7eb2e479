package io.tidemark.core.port;

import io.tidemark.core.event.Rejection;
import io.tidemark.core.event.Sha256;
import io.tidemark.core.ledger.OutcomeState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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

    /// The judgements that were recorded of one version, in order.
    public List<AttemptFact.Recorded> recorded(String version) {
        TreeMap<Long, List<Happened>> judged = new TreeMap<>();
        for (Happened one : happened) {
            if (one.version().equals(version) && one.kind().isJudgement()) {
                judged.computeIfAbsent(one.revision(), _ -> new ArrayList<>()).add(one);
            }
        }
        return judged.values().stream().map(KeyHistory::together).toList();
    }

    /// What one commit did is told once for each account that it touched.
    private static AttemptFact.Recorded together(List<Happened> parts) {
        Happened first = parts.getFirst();
        Map<String, Long> sequences = new HashMap<>();
        for (Happened part : parts) {
            String account = part.account();
            Long sequence = part.sequence();
            if (account != null && sequence != null) {
                sequences.put(account, sequence);
            }
        }
        Sha256 digest = first.digest();
        Rejection rejection = first.rejection();
        return new AttemptFact.Recorded(first.revision(), first.atMicros(), digest == null ? Sha256.ZERO : digest,
                first.kind().state(), rejection == null ? null : rejection.code(),
                rejection == null ? null : rejection.reason(), first.cause(), sequences);
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

        /// What the judgement came to; null for a duplicate, and for what is no judgement.
        public @Nullable OutcomeState state() {
            return switch (this) {
                case ACCEPTED -> OutcomeState.ACCEPTED;
                case REJECTED -> OutcomeState.REJECTED;
                case WAITING -> OutcomeState.WAITING;
                case DUPLICATE, ARRIVED, ARCHIVED -> null;
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
