package io.tidemark.embedded.query;

import io.tidemark.core.port.LedgerReader;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Lets tables look at one moment of the ledger. Asked only when a question needs it.
@FunctionalInterface
public interface LedgerAccess {
    /// Lets a function look at one moment; it is given null when nothing was ever processed.
    void look(Consumer<@Nullable LedgerReader> use);
}
