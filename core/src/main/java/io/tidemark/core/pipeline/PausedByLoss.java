package io.tidemark.core.pipeline;

import io.tidemark.core.port.Cursor;
import io.tidemark.core.port.EventLog;
import io.tidemark.core.port.LedgerReader;
import io.tidemark.core.port.LedgerReader.PausedAccount;
import io.tidemark.core.port.LogRecord;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Tells the accounts that are paused because an event that touched them is lost from those that an operator paused: what paused them is an
/// attempt, not a control record.
public final class PausedByLoss {
    /// Stands for an account where a lost attempt touched none, in what a ledger holds. No account can have that number.
    public static final String NO_ACCOUNT = "(none)";

    private PausedByLoss() {}

    /// Whether that account is.
    public static boolean is(EventLog log, PausedAccount account) {
        return log.record(account.position()) instanceof LogRecord.Attempt;
    }

    /// Whether a ledger was made without events that are lost.
    ///
    /// @param ledger the ledger, or null for none
    public static boolean any(EventLog log, @Nullable LedgerReader ledger) {
        return !all(log, ledger).isEmpty();
    }

    /// All such accounts of a ledger, in bytewise order.
    ///
    /// @param ledger the ledger, or null for none
    public static NavigableSet<String> of(EventLog log, @Nullable LedgerReader ledger) {
        NavigableSet<String> accounts = all(log, ledger);
        accounts.remove(NO_ACCOUNT);
        return accounts;
    }

    private static NavigableSet<String> all(EventLog log, @Nullable LedgerReader ledger) {
        NavigableSet<String> accounts = new TreeSet<>();
        if (ledger != null) {
            try (Cursor<PausedAccount> all = ledger.pausedAccounts()) {
                for (PausedAccount one = all.next(); one != null; one = all.next()) {
                    if (is(log, one)) {
                        accounts.add(one.account());
                    }
                }
            }
        }
        return accounts;
    }
}
