package io.tidemark.recovery.verify;

import io.tidemark.recovery.verify.Recall.Recalled;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The accounts that attempts name, in the second reader's fold. Not thread-safe.
final class NamedAccounts {
    private final FoldedAccounts accounts;

    NamedAccounts(FoldedAccounts accounts) {
        this.accounts = accounts;
    }

    /// The number of the account that an attempt's body names first, or null when it names none.
    static @Nullable String number(Recalled read) {
        return read.batch().account(read.index());
    }

    /// The account that a body names first, or null when there is none.
    @Nullable
    FoldedAccount first(Recalled read) {
        FoldedAccount account = read.account();
        return account != null ? account : find(number(read));
    }

    /// The account that a transfer goes to, or null when there is none.
    @Nullable
    FoldedAccount target(Recalled read) {
        FoldedAccount target = read.other();
        return target != null ? target : find(read.batch().other(read.index()));
    }

    private @Nullable FoldedAccount find(@Nullable String number) {
        return number == null ? null : accounts.get(number);
    }

    /// Whether a transfer goes from an account to itself; there need be no such account.
    static boolean isBetweenSame(Recalled read, @Nullable FoldedAccount source,
            @Nullable FoldedAccount target) {
        return source == target
                && (source != null || Objects.equals(number(read), read.batch().other(read.index())));
    }

    /// The account that a body names first; opened when there is none.
    FoldedAccount open(Recalled read) {
        FoldedAccount account = first(read);
        if (account != null) {
            return account;
        }
        String number = number(read);
        String customer = read.batch().other(read.index());
        if (number == null) {
            throw new IllegalStateException("the event at " + read.position() + " names no account");
        }
        return accounts.open(number, customer == null ? number : customer);
    }
}
