package io.tidemark.embedded.query;

import io.tidemark.core.port.LedgerReader;
import io.tidemark.core.port.Stores;
import org.jspecify.annotations.Nullable;

/// Names a moment of the ledger.
final class Moment {
    private Moment() {}

    /// The generation in force and the position that it has reached.
    static String of(Stores stores, @Nullable LedgerReader ledger) {
        String generation = stores.control().read().generation();
        return ledger == null || generation == null
                ? "none"
                : generation + "-p" + ledger.summary().position() + "-h" + ledger.summary().historyFrom();
    }
}
