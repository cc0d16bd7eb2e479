package io.tidemark.core.ledger;

import io.tidemark.core.event.EventKey;

/// An unsettled deposit or outgoing payment. A payment's open matter is its hold. Immutable.
///
/// @param key     the event that opened it: a `cash_deposit` or an `outgoing_payment_unverified`
/// @param account the account that it belongs to
/// @param amount  the amount that was declared, in cents
/// @param left    what is neither settled nor refused yet, in cents, from 1 to `amount`
public record OpenMatter(EventKey key, String account, long amount, long left) {
    /// The matter with less left.
    public OpenMatter withLeft(long newLeft) {
        return new OpenMatter(key, account, amount, newLeft);
    }
}
