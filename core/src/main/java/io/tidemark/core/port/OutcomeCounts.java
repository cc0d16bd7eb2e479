package io.tidemark.core.port;

import io.tidemark.core.event.RejectionCode;
import io.tidemark.core.ledger.Outcome;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How many attempts stand accepted, rejected by code, and waiting. Every attempt with an outcome counts once, by the last one.
/// Immutable.
///
/// @param accepted attempts that took effect
/// @param waiting  attempts that wait
/// @param rejected attempts that were refused, by code; codes that do not occur are absent
public record OutcomeCounts(long accepted, long waiting, Map<RejectionCode, Long> rejected) {
    /// No attempts.
    public static final OutcomeCounts NONE = new OutcomeCounts(0, 0, Map.of());

    /// Counts with a copy of that map.
    public OutcomeCounts {
        rejected = Map.copyOf(rejected);
    }

    /// All rejected attempts together.
    public long rejectedTotal() {
        return rejected.values().stream().mapToLong(Long::longValue).sum();
    }

    /// All attempts with an outcome.
    public long total() {
        return accepted + waiting + rejectedTotal();
    }

    /// Counts up from a starting point. Not thread-safe.
    public static final class Tally {
        private long accepted;
        private long waiting;
        private final EnumMap<RejectionCode, Long> rejected = new EnumMap<>(RejectionCode.class);

        /// Goes on from those counts.
        public Tally(OutcomeCounts from) {
            accepted = from.accepted();
            waiting = from.waiting();
            rejected.putAll(from.rejected());
        }

        /// Counts an outcome.
        ///
        /// @param previous the attempt's outcome before, which no longer counts, or null when it is the attempt's first
        public void add(Outcome outcome, @Nullable Outcome previous) {
            if (previous != null) {
                count(previous, -1);
            }
            count(outcome, 1);
        }

        /// Counts one outcome up or down.
        ///
        /// @param change 1, or -1 for an outcome that no longer stands
        public void count(Outcome outcome, int change) {
            switch (outcome.state()) {
                case ACCEPTED -> accepted += change;
                case WAITING -> waiting += change;
                case REJECTED -> {
                    if (outcome.rejection() != null) {
                        count(outcome.rejection().code(), change);
                    }
                }
            }
        }

        /// Counts a rejection by its code up or down.
        public void count(RejectionCode code, int change) {
            rejected.merge(code, (long) change, Long::sum);
            rejected.remove(code, 0L);
        }

        /// Counts an accepted attempt up or down.
        public void countAccepted(int change) {
            accepted += change;
        }

        /// Counts a waiting attempt up or down.
        public void countWaiting(int change) {
            waiting += change;
        }

        /// The counts so far.
        public OutcomeCounts counts() {
            return new OutcomeCounts(accepted, waiting, rejected);
        }
    }
}
