package io.tidemark;

import io.tidemark.core.port.LedgerReader;
import io.tidemark.core.port.LedgerStore;
import io.tidemark.recovery.replay.LedgerAtWork;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The ledger in force of an open home, as a recovery that opened it works on it beside everybody else.
///
/// @param ledger the ledger in force
/// @param pauses the home's pauses
record LedgerBeside(LedgerInForce ledger, HomePauses pauses) implements LedgerAtWork {
    @Override
    public <T extends @Nullable Object> T beside(Function<LedgerStore, T> work) {
        return ledger.beside(work);
    }

    @Override
    public <T extends @Nullable Object> T alone(Function<LedgerStore, T> work) {
        return ledger.alone(work);
    }

    @Override
    public <T extends @Nullable Object> T look(Function<LedgerReader, T> work) {
        return ledger.lookAtMoment(reader -> {
            if (reader == null) {
                throw new IllegalStateException("the ledger in force is there no more");
            }
            return work.apply(reader);
        });
    }

    @Override
    public boolean pause(Set<String> accounts, String why) {
        return pauses.pauseDiffering(accounts, why);
    }
}
