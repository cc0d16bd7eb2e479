package io.tidemark.recovery.replay;

import io.tidemark.core.port.LedgerReader;
import io.tidemark.core.port.LedgerStore;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The ledger in force while others put, process and read: how a recovery that opened it works on beside them. Each call stands by
/// itself; between two of them the ledger may have been closed and opened again.
public interface LedgerAtWork {
    /// Writes beside whoever processes. Short: those who need the ledger closed wait for it.
    ///
    /// @throws io.tidemark.core.pipeline.LedgerUnusableException when it cannot be opened any longer
    <T extends @Nullable Object> T beside(Function<LedgerStore, T> work);

    /// Works while nobody processes; what was put meanwhile is processed afterwards.
    <T extends @Nullable Object> T alone(Function<LedgerStore, T> work);

    /// Looks at one moment of the ledger, for as long as it takes.
    <T extends @Nullable Object> T look(Function<LedgerReader, T> work);

    /// Pauses accounts, durably, and nothing else. Called while nobody processes.
    ///
    /// @param accounts their numbers
    /// @param why      the reason, one clause
    /// @return whether they are paused; false where single accounts cannot be paused, and they go on
    boolean pause(Set<String> accounts, String why);
}
