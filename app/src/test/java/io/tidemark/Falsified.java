package io.tidemark;

import io.tidemark.core.ledger.Account;
import io.tidemark.core.port.LedgerCommit;
import io.tidemark.core.port.LedgerReader;
import io.tidemark.core.port.LedgerStore;
import io.tidemark.embedded.EmbeddedHome;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;

/// Alters ledgers behind Tidemark's back.
public final class Falsified {
    private Falsified() {}

    /// Gives an account 9,999.99 that no event gave it, in place of the next event that was put and not processed.
    public static void enrich(Path home, InstantSource clock, String number) {
        try (EmbeddedHome stores = EmbeddedHome.openForWriting(home, clock);
                LedgerStore ledger = stores.generations().open(stores.generations().list().getFirst())) {
            Account account = Objects.requireNonNull(ledger.account(number));
            LedgerReader.Summary summary = ledger.summary();
            Account richer = new Account(number, account.customer(), 999_999, 999_999, account.sequence(),
                    account.head(), account.lastKey(), account.lastEpochSecond());
            ledger.commit(new LedgerCommit(summary.position() + 1, summary.position() + 1, summary.rulesVersion(),
                    summary.counts(), List.of(),
                    new LedgerCommit.WorkingChange(List.of(richer), List.of(), List.of(), List.of(), List.of(),
                            List.of(), List.of(), List.of())));
            ledger.sync();
        }
    }
}
