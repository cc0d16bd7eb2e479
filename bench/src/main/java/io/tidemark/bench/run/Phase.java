package io.tidemark.bench.run;

import org.jspecify.annotations.Nullable;

/// What is measured, in the order in which it is run: later phases work on what earlier ones left behind.
enum Phase {
    /// The file is put into a new home.
    PUT("put", null),
    /// What was put is processed.
    PROCESS("process", null),
    /// Both, in one process, in another new home.
    PUT_AND_PROCESS("put + process", "120,000 events/s"),
    /// The second reader folds the log, without looking at the ledger: it reads, decompresses and decodes the records, parses and digests
    /// the bodies, decides, and computes the accounts' chain heads. `refold` in its details is the time of that alone.
    REFOLD("refold", "1,000,000 events/s"),
    /// The ledger in force is verified by the second reader: it folds the log and compares every entry and all state.
    VERIFY("verify", null),
    /// The ledger is deleted, and recovered from the events alone, with full history.
    RECOVER_FROM_NOTHING("recover from nothing", "300,000 events/s"),
    /// A home is made with a snapshot after half of the events; not measured.
    PREPARE_SNAPSHOT("(prepare a snapshot)", null),
    /// The ledger is deleted, and recovered from that snapshot, with full history.
    RECOVER_FROM_SNAPSHOT("recover from snapshot", null),
    /// One client puts an event, has it processed and reads its outcome, then the next.
    CLOSED_LOOP("one client, closed loop", "p99 < 2 ms");

    private final String label;
    private final @Nullable String target;

    Phase(String label, @Nullable String target) {
        this.label = label;
        this.target = target;
    }

    /// What the report calls it.
    String label() {
        return label;
    }

    /// What it has to reach on two cores, or null when nothing was set.
    @Nullable
    String target() {
        return target;
    }
}
