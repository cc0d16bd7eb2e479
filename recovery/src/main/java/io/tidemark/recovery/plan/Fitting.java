package io.tidemark.recovery.plan;

import io.tidemark.core.event.Event;
import io.tidemark.core.event.EventKey;
import io.tidemark.core.pipeline.Preparer;
import io.tidemark.core.port.LogRecord;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/// Tells of an attempt whether a selection means it, but for when it arrived. Looks at bodies only where accounts are asked for. Not
/// thread-safe.
final class Fitting {
    private final Function<EventKey, List<LogRecord.Attempt>> attempts;
    private final Preparer preparer = new Preparer();

    /// @param attempts the attempts under a key
    Fitting(Function<EventKey, List<LogRecord.Attempt>> attempts) {
        this.attempts = attempts;
    }

    boolean isMeant(Selection selection, LogRecord.Attempt attempt) {
        boolean source = selection.sources().isEmpty()
                || (attempt.source() != null && selection.sources().contains(attempt.source()));
        boolean type = selection.types().isEmpty()
                || (attempt.key().type() != null && selection.types().contains(attempt.key().type()));
        return source && type && (selection.accounts().isEmpty() || isOn(selection.accounts(), attempt));
    }

    private boolean isOn(Set<String> accounts, LogRecord.Attempt attempt) {
        return preparer.prepare(attempt).decoded() instanceof Event event && switch (event) {
            case Event.CashDeposit deposit -> accounts.contains(deposit.account());
            case Event.VerifyCashDeposit verification -> accounts.contains(verification.account());
            case Event.CashWithdrawal withdrawal -> accounts.contains(withdrawal.account());
            case Event.IncomingPayment payment -> accounts.contains(payment.account());
            case Event.OutgoingPaymentUnverified payment -> accounts.contains(payment.account());
            case Event.InterAccountTransfer transfer -> accounts.contains(transfer.source())
                    || accounts.contains(transfer.target());
            case Event.OutgoingPaymentVerified _,Event.OutgoingPaymentRejected _ -> originalIsOn(accounts,
                    attempt.key());
        };
    }

    private boolean originalIsOn(Set<String> accounts, EventKey followUp) {
        EventKey original = followUp.original();
        return original != null && attempts.apply(original).stream().anyMatch(attempt -> isOn(accounts, attempt));
    }
}
