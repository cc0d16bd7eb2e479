package io.tidemark.recovery.replay;

import io.tidemark.core.ledger.Account;
import io.tidemark.core.pipeline.ActiveLedger;
import io.tidemark.core.pipeline.Hindsight;
import io.tidemark.core.pipeline.LedgerCondition;
import io.tidemark.core.port.Cursor;
import io.tidemark.core.port.LedgerReader;
import io.tidemark.core.port.Stores;
import io.tidemark.recovery.replay.RecoveryResult.Unchanged;
import io.tidemark.recovery.verify.Difference;
import io.tidemark.recovery.verify.Difference.Kind;
import io.tidemark.recovery.verify.Differences;
import org.jspecify.annotations.Nullable;

/// Holds a fold that takes excluded events out against the ledger in force, which still contains them: accounts that are not concerned
/// must be the same to the last digest, the others but for the excluded effects. Nothing is held where that ledger cannot be trusted.
final class LedgerMeeting {
    private final Stores stores;
    private final Differences differences;
    private final long position;
    private @Nullable Unchanged found;

    /// @param differences takes what is not the same
    LedgerMeeting(Stores stores, Differences differences) {
        this.stores = stores;
        this.differences = differences;
        position = switch (ActiveLedger.inspect(stores)) {
            case LedgerCondition.Sound sound -> sound.position();
            case LedgerCondition.Unusable(LedgerCondition.Trouble trouble, var _) when trouble
                    == LedgerCondition.Trouble.EXCLUSION_DUE -> positionInForce();
            case LedgerCondition.Unusable _,LedgerCondition.Unborn _ -> 0;
        };
    }

    private long positionInForce() {
        try (LedgerReader ledger = ActiveLedger.openForReading(stores)) {
            return ledger == null ? 0 : ledger.summary().position();
        }
    }

    /// The position at which the fold has to be held against it; 0 when it need not be.
    long position() {
        return position;
    }

    /// Compares all accounts.
    ///
    /// @param state     what was folded up to [#position()]
    /// @param hindsight what is taken out of it
    void compare(LedgerWatch state, Hindsight hindsight) {
        long unchanged = 0;
        long concerned = 0;
        try (LedgerReader ledger = ActiveLedger.openForReading(stores)) {
            if (ledger == null || ledger.summary().position() != position) {
                return;
            }
            try (Cursor<Account> accounts = ledger.accounts()) {
                for (Account account = accounts.next(); account != null; account = accounts.next()) {
                    Account folded = state.accountNow(account.number());
                    if (!SnapshotMeeting.isSeen(account, folded, hindsight)) {
                        differences.add(Difference.ofAccount(Kind.ACCOUNT, account.number(),
                                "the ledger in force: " + account, "folded without what is excluded: " + folded));
                    } else if (hindsight.concerns(account.number())) {
                        concerned++;
                    } else {
                        unchanged++;
                    }
                }
            }
        }
        if (unchanged + concerned < state.accountCount() && differences.isEmpty()) {
            differences.add(Difference.ofWhole(Kind.COUNTS, "in force: " + (unchanged + concerned) + " accounts",
                    "folded: " + state.accountCount()));
        }
        found = new Unchanged(position, unchanged, concerned);
    }

    /// What the comparison came to, or null when there was none.
    @Nullable
    Unchanged found() {
        return found;
    }
}
