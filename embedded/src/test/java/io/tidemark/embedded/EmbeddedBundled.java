package io.tidemark.embedded;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.pipeline.ActiveLedger;
import io.tidemark.core.pipeline.Expiry;
import io.tidemark.core.pipeline.FoldRun;
import io.tidemark.core.pipeline.Processor;
import io.tidemark.core.pipeline.Progress;
import io.tidemark.core.port.Bundles;
import io.tidemark.core.port.EventLog;
import io.tidemark.core.port.LedgerStore;
import io.tidemark.core.port.NewAttempt;
import io.tidemark.core.port.Stores;
import io.tidemark.testkit.contract.BundledInstallation;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// A home whose old events go into bundles.
final class EmbeddedBundled implements BundledInstallation {
    private final EmbeddedInstallation home;
    private @Nullable Stores opened;

    /// A home in an empty directory.
    EmbeddedBundled(Path directory) {
        home = new EmbeddedInstallation(directory);
    }

    private Stores stores() {
        return Objects.requireNonNull(opened, "nothing is open");
    }

    @Override
    public Bundles open(InstantSource clock) {
        opened = home.open(clock);
        return stores().bundles();
    }

    @Override
    public Bundles openAfterCrash(InstantSource clock) {
        opened = home.openAfterCrash(clock);
        return stores().bundles();
    }

    @Override
    public List<Boolean> put(List<NewAttempt> attempts) {
        return Arrays.stream(stores().log().put(attempts)).mapToObj(position -> position != EventLog.DUPLICATE)
                .toList();
    }

    @Override
    public void settle() {
        working((processor, ledger) -> {
            processor.process(Long.MAX_VALUE, Progress.NONE, () -> false);
            return Expiry.run(stores(), processor, ledger, Long.MAX_VALUE, Progress.NONE, () -> false);
        });
    }

    @Override
    public Bundles.Packed pack(LocalDate before) {
        return working((_, ledger) -> stores().bundles().pack(ledger, before, _ -> {}, () -> false));
    }

    private <T> T working(BiFunction<Processor, LedgerStore, T> work) {
        try (LedgerStore ledger = ActiveLedger.open(stores(), () -> "g-bundles");
                Processor processor = new Processor(stores(), ledger, new FoldRun.Options(1, 4))) {
            return work.apply(processor, ledger);
        }
    }

    @Override
    public List<Read> attempts(EventKey key) {
        return stores().log().attempts(key).stream()
                .map(attempt -> new Read(attempt.arrivalMicros(), attempt.source(), attempt.body())).toList();
    }

    @Override
    public void damageBundle(String bundle) {
        home.damageBundle(bundle);
    }

    @Override
    public void loseBundle(String bundle) {
        home.loseBundle(bundle);
    }

    @Override
    public void closeStores() {
        home.closeStores();
    }

    @Override
    public void close() {
        home.close();
    }
}
