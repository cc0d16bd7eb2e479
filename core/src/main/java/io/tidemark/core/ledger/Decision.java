package io.tidemark.core.ledger;

import io.tidemark.core.event.Rejection;
import java.util.List;

/// What the rules make of one attempt. A decision is a value; nothing has changed yet.
public sealed interface Decision {
    /// The attempt takes effect.
    ///
    /// @param effects what it does, one element an account: the source's first
    /// @param matter  what it does to open matters
    record Accepted(List<Effect> effects, MatterChange matter) implements Decision {}

    /// The attempt is refused and changes no account.
    ///
    /// @param rejection why
    record Refused(Rejection rejection) implements Decision {}

    /// The attempt waits until its original has an outcome.
    record Waits() implements Decision {}

    /// The effect of an accepted event on one account.
    ///
    /// @param account   the account as it is before
    /// @param status    what the entry will stand for
    /// @param actual    added to the actual balance, in cents
    /// @param available added to the available balance, in cents
    record Effect(Account account, EntryStatus status, long actual, long available) {}

    /// What an accepted event does to open matters.
    sealed interface MatterChange {
        /// Nothing.
        record None() implements MatterChange {}

        /// The matter is open from now on, or has less left.
        ///
        /// @param matter the matter as it is afterwards
        record Put(OpenMatter matter) implements MatterChange {}

        /// The matter is settled.
        ///
        /// @param matter the matter as it was
        record Settle(OpenMatter matter) implements MatterChange {}
    }
}
