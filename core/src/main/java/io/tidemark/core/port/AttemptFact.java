package io.tidemark.core.port;

import io.tidemark.core.event.Rejection;
import io.tidemark.core.event.RejectionCode;
import io.tidemark.core.event.Sha256;
import io.tidemark.core.ledger.Outcome;
import io.tidemark.core.ledger.OutcomeState;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What storage remembers of one attempt: where its bytes are, and what was recorded of it. Immutable.
///
/// @param attempt       which one
/// @param arrivalMicros when it was put, in microseconds since 1970, or 0 where nobody remembers
/// @param order         its place among the attempts of its key, as far as storage knows it; compares within the key alone
/// @param places        the buckets that have it; empty where that was not looked at
/// @param recorded      every judgement that was recorded of it, in order; empty where none was, or the record is lost
public record AttemptFact(AttemptId attempt, long arrivalMicros, int order, Set<Bucket> places,
        List<Recorded> recorded) {

    /// A fact with copies of those collections.
    public AttemptFact {
        places = Set.copyOf(places);
        recorded = List.copyOf(recorded);
    }

    /// One judgement as it was recorded.
    ///
    /// @param revision      the revision of the key's record that it made; orders the judgements of a key
    /// @param decidedMicros when it was committed, in microseconds since 1970, by the clock of whoever committed it
    /// @param digest        SHA-256 of the bytes that were judged
    /// @param state         what it came to, or null for a duplicate
    /// @param code          why, when rejected; otherwise null
    /// @param reason        the same in words, when rejected; otherwise null
    /// @param cause         who had it judged, and why, when that was an operator; otherwise null
    /// @param sequences     by account: the entry's sequence when accepted, where the account stood when rejected
    public record Recorded(long revision, long decidedMicros, Sha256 digest, @Nullable OutcomeState state,
            @Nullable RejectionCode code, @Nullable String reason, @Nullable String cause,
            Map<String, Long> sequences) {
        /// A judgement with a copy of that map.
        public Recorded {
            sequences = Map.copyOf(sequences);
        }

        /// What is recorded of a judgement.
        ///
        /// @param decidedMicros when it was committed, in microseconds since 1970, or 0 where that is not known
        public static Recorded of(Judgement judgement, long decidedMicros) {
            Map<String, Long> sequences = new HashMap<>();
            judgement.entries().forEach(entry -> sequences.put(entry.account(), entry.sequence()));
            Outcome.RefusedAt at = judgement.refusedAt();
            if (at != null) {
                sequences.put(at.account(), at.sequence());
            }
            Rejection rejection = judgement.rejection();
            return new Recorded(judgement.before().revision() + 1, decidedMicros, judgement.digest(),
                    judgement.state(), rejection == null ? null : rejection.code(),
                    rejection == null ? null : rejection.reason(), judgement.cause(), sequences);
        }
    }

    /// The same with the places of another one of the same attempt, and with its arrival where this one has none.
    public AttemptFact with(AttemptFact seen) {
        return new AttemptFact(attempt, arrivalMicros == 0 ? seen.arrivalMicros : arrivalMicros, seen.order,
                seen.places, recorded);
    }
}
