package io.tidemark.core.pipeline;

import io.tidemark.core.event.Event;
import io.tidemark.core.event.EventKey;
import io.tidemark.core.event.EventType;
import io.tidemark.core.ledger.LedgerView;
import io.tidemark.core.ledger.Original;
import io.tidemark.core.pipeline.Prepared.PreparedAttempt;
import io.tidemark.core.port.Bundles;
import io.tidemark.core.port.DamagedRecordsException;
import io.tidemark.core.port.LedgerReader.HeldAttempt;
import io.tidemark.core.port.LedgerReader.PausedAccount;
import io.tidemark.core.port.LedgerReader.WaitingFollowUp;
import io.tidemark.core.port.LogRecord;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Goes on without attempts that are lost. A lost attempt is held, and the accounts that it touched are paused by loss. What touches an
/// account that is paused by loss is held, and pauses the other accounts that it touches: nobody knows what became of it, and so what they have.
/// So each outcome there is is the one that a ledger that lost nothing has. Not thread-safe.
final class Losing {
    private final Pausing pausing;
    private final LedgerView view;
    private final Losses losses;
    /// What is lost and was refused before all its accounts were looked at.
    private final Set<EventKey> halfKnown = new HashSet<>();

    /// @param pausing what is paused and held; told which pauses are by loss
    /// @param view    what the rules see
    /// @param index   looks up what paused an account
    /// @param losses  what is lost
    Losing(Pausing pausing, LedgerView view, AttemptIndex index, Losses losses) {
        this.pausing = pausing;
        this.view = view;
        this.losses = losses;
        for (PausedAccount paused : pausing.pausedAccounts()) {
            if (index.record(paused.position()) instanceof LogRecord.Attempt) {
                pausing.lose(paused.account(), paused.position());
            }
        }
    }

    /// An attempt is lost.
    void arrive(EventKey key, long position, List<String> accounts) {
        // What touched no account was refused before any was looked at. It holds what comes later under its key, and no more.
        List<String> touched = accounts.isEmpty() ? List.of(PausedByLoss.NO_ACCOUNT) : accounts;
        touched.forEach(account -> pausing.lose(account, position));
        pausing.hold(new HeldAttempt(key, touched.getFirst(), position));
        if (accounts.isEmpty() || (key.type() == EventType.INTER_ACCOUNT_TRANSFER && accounts.size() == 1)) {
            halfKnown.add(key);
        }
    }

    /// A follow-up that waited is to be judged.
    ///
    /// @return whether that cannot be, because it is lost
    boolean isLost(WaitingFollowUp followUp) {
        Bundles.Held lost = losses.at(followUp.position());
        if (lost != null) {
            arrive(followUp.key(), followUp.position(), lost.accounts());
        }
        return lost != null;
    }

    /// Whether the original that a follow-up waits for is held because of a loss: nobody knows whether it still waits.
    boolean holds(WaitingFollowUp followUp) {
        String account = pausing.heldBefore(followUp.original(), Long.MAX_VALUE);
        return account != null && pausing.isLost(account);
    }

    /// An attempt is held.
    ///
    /// @param account the paused account that it is held for
    void spread(String account, PreparedAttempt attempt) {
        if (pausing.isLost(account) && attempt.decoded() instanceof Event event) {
            long position = attempt.attempt().position();
            String first = Fold.firstAccount(event);
            if (first != null) {
                pausing.lose(first, position);
            }
            if (event instanceof Event.InterAccountTransfer transfer) {
                pausing.lose(transfer.target(), position);
            }
            EventKey original = attempt.attempt().key().original();
            if (original != null && view.original(original) instanceof Original.Open open) {
                pausing.lose(open.matter().account(), position);
            }
        }
    }

    /// What is held for an account that goes on no more though an operator said so: nobody knows what became of it then.
    List<HeldAttempt> heldFor(String account) {
        return pausing.heldFor(account).stream().filter(held -> losses.at(held.position()) == null).toList();
    }

    /// A retry has no effect because its attempt would be held.
    void retryHeld(String account, PreparedAttempt attempt) {
        if (pausing.isLost(account)) {
            // What comes later under its key must not be judged before it.
            pausing.hold(new HeldAttempt(attempt.attempt().key(), account, attempt.attempt().position()));
            spread(account, attempt);
        }
    }

    /// A key is to be judged again.
    ///
    /// @throws DamagedRecordsException when it is lost, and it is not known which accounts it touched the second time
    void requireKnown(EventKey key, long position) {
        if (halfKnown.contains(key)) {
            throw new DamagedRecordsException(position, position, "the event " + key
                    + " is lost, was refused and judged again, and it is not known which accounts it touched then");
        }
    }
}
