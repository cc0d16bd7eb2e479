package io.tidemark.recovery.receipt;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a receipt is to say, from whoever did the work. Immutable.
///
/// @param kind      what was done
/// @param startedAt when it began
/// @param members   everything else, in order: maps, lists, text, whole numbers, truth values
public record Draft(Kind kind, Instant startedAt, Map<String, Object> members) {
    /// A draft with a copy of that map.
    public Draft {
        members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
    }

    /// What receipts are of.
    public enum Kind {
        /// A recovery.
        RECOVER,
        /// A verification.
        VERIFY
    }

    /// What it came to.
    public enum Outcome {
        /// Done, and what is named as proven is.
        DONE(0),
        /// There was nothing to do.
        NOTHING_TO_DO(0),
        /// Something is not as it must be.
        DIFFERENT(3),
        /// Events are missing or cannot be read.
        INCOMPLETE(4);

        private final int exitCode;

        Outcome(int exitCode) {
            this.exitCode = exitCode;
        }

        /// The exit code of the command that it is the outcome of.
        public int exitCode() {
            return exitCode;
        }
    }

    /// What can be proven.
    public enum Claim {
        /// Every entry is what the second reader's fold of the original bodies comes to.
        SECOND_READER("secondReader"),
        /// The invariants hold.
        INVARIANTS("invariants"),
        /// The accounts' heads are those of every snapshot in reach.
        SNAPSHOTS("snapshots"),
        /// Every attempt is accounted for.
        ATTEMPTS("attempts");

        private final String text;

        Claim(String text) {
            this.text = text;
        }

        /// How it is written in receipts.
        public String text() {
            return text;
        }
    }

    /// A claim that was not proven.
    ///
    /// @param claim which
    /// @param why   why not, one clause
    public record Unproven(Claim claim, String why) {
        private Map<String, Object> toTree() {
            Map<String, Object> tree = new LinkedHashMap<>();
            tree.put("claim", claim.text());
            tree.put("why", why);
            return tree;
        }
    }

    /// Adds which claims were proven and which were not: all that are not named.
    public static void addClaims(Map<String, Object> members, List<Unproven> unproven) {
        List<Claim> open = unproven.stream().map(Unproven::claim).toList();
        members.put("proven",
                List.of(Claim.values()).stream().filter(claim -> !open.contains(claim)).map(Claim::text).toList());
        members.put("notProven", unproven.stream().map(Unproven::toTree).toList());
    }
}
