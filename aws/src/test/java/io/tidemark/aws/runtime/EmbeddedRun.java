package io.tidemark.aws.runtime;

import io.tidemark.core.ledger.Account;
import io.tidemark.core.ledger.StateDigest;
import io.tidemark.core.pipeline.ActiveLedger;
import io.tidemark.core.pipeline.FoldRun;
import io.tidemark.core.pipeline.Processor;
import io.tidemark.core.pipeline.Progress;
import io.tidemark.core.port.Cursor;
import io.tidemark.core.port.LedgerStore;
import io.tidemark.core.port.NewAttempt;
import io.tidemark.core.port.Stores;
import io.tidemark.embedded.EmbeddedHome;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

/// What the embedded store makes of attempts in an order.
final class EmbeddedRun {
    private EmbeddedRun() {}

    /// The state digest of a new home in which these were put and processed.
    static String stateDigest(Path folder, List<NewAttempt> attempts) {
        try (EmbeddedHome home = EmbeddedHome.create(folder, InstantSource.system())) {
            Stores stores = home.stores();
            stores.log().put(attempts);
            LedgerStore ledger = ActiveLedger.open(stores, () -> "g1");
            try (Processor processor = new Processor(stores, ledger, FoldRun.Options.DEFAULT)) {
                processor.process(Long.MAX_VALUE, Progress.NONE, () -> false);
                StateDigest digest = new StateDigest();
                try (Cursor<Account> accounts = ledger.accounts()) {
                    for (Account account = accounts.next(); account != null; account = accounts.next()) {
                        digest.add(account);
                    }
                }
                return digest.finish().toString();
            }
        }
    }
}
