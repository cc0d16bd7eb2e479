package io.tidemark.recovery.replay;

import io.tidemark.core.pipeline.ActiveLedger;
import io.tidemark.core.pipeline.FoldRun;
import io.tidemark.core.pipeline.Processor;
import io.tidemark.core.pipeline.Progress;
import io.tidemark.core.port.LedgerReader;
import io.tidemark.core.port.LedgerStore;
import io.tidemark.core.port.Stores;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A ledger in force that is being worked with: whatever is put is processed, while a recovery works on beside. What happens, and
/// when, is up to the test: before each thing that the recovery does.
final class Business implements LedgerAtWork, AutoCloseable {
    private final LedgerStore ledger;
    private final Processor processor;
    private final Runnable meanwhile;
    private final Set<String> paused = new TreeSet<>();
    private final boolean pauses;

    /// @param meanwhile happens before each thing that the recovery does
    /// @param pauses    whether accounts can be paused
    Business(Stores stores, Runnable meanwhile, boolean pauses) {
        ledger = ActiveLedger.open(stores, () -> "");
        processor = new Processor(stores, ledger, new FoldRun.Options(1, 3));
        this.meanwhile = meanwhile;
        this.pauses = pauses;
    }

    void process() {
        processor.process(Long.MAX_VALUE, Progress.NONE, () -> false);
    }

    /// The accounts that were paused.
    Set<String> paused() {
        return paused;
    }

    @Override
    public <T extends @Nullable Object> T beside(Function<LedgerStore, T> work) {
        meanwhile.run();
        process();
        return work.apply(ledger);
    }

    @Override
    public <T extends @Nullable Object> T alone(Function<LedgerStore, T> work) {
        meanwhile.run();
        process();
        return work.apply(ledger);
    }

    @Override
    public <T extends @Nullable Object> T look(Function<LedgerReader, T> work) {
        meanwhile.run();
        try (LedgerReader view = ledger.view()) {
            process();
            return work.apply(view);
        }
    }

    @Override
    public boolean pause(Set<String> accounts, String why) {
        paused.addAll(accounts);
        return pauses;
    }

    @Override
    public void close() {
        processor.close();
    }
}
