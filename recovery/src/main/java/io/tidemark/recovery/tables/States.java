package io.tidemark.recovery.tables;

import io.tidemark.core.event.Sha256;
import io.tidemark.core.ledger.Account;
import io.tidemark.core.ledger.Entry;
import io.tidemark.core.ledger.StateDigest;
import io.tidemark.core.port.Cursor;
import io.tidemark.core.port.KeyRecord;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/// States in words and digests.
final class States {
    private States() {}

    /// The state digest over accounts that come in bytewise order.
    static Sha256 digest(Cursor<Account> accounts) {
        StateDigest digest = new StateDigest();
        try (accounts) {
            for (Account account = accounts.next(); account != null; account = accounts.next()) {
                digest.add(account);
            }
        }
        return digest.finish();
    }

    static String money(long cents) {
        return BigDecimal.valueOf(cents, 2).toPlainString();
    }

    static String text(@Nullable Account account) {
        return account == null ? "no account"
                : "actual " + money(account.actual()) + ", available " + money(account.available()) + ", sequence "
                        + account.sequence() + ", head " + account.head() + ", customer " + account.customer()
                        + ", last event " + account.lastKey() + " at " + account.lastEpochSecond();
    }

    static String text(@Nullable Entry entry) {
        return entry == null ? "no entry"
                : entry.key() + " " + entry.status() + " " + money(entry.actualEffect()) + " actual "
                        + money(entry.availableEffect()) + " available, after it " + money(entry.actualAfter())
                        + " and "
                        + money(entry.availableAfter()) + ", body " + entry.bodyDigest() + ", at "
                        + entry.epochSecond();
    }

    static String text(KeyRecord record) {
        return record.standing() + (record.code() == null ? "" : " (" + record.code() + ")")
                + (record.inForce() == null ? "" : " by version " + record.inForce());
    }
}
