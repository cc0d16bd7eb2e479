package io.tidemark.core.pipeline.each;

import io.tidemark.core.event.Decoded;
import io.tidemark.core.event.Event;
import io.tidemark.core.event.EventDecoder;
import io.tidemark.core.event.EventType;
import io.tidemark.core.event.ScanningEventDecoder;
import io.tidemark.core.event.Sha256;
import io.tidemark.core.port.Body;
import io.tidemark.core.port.StoredAttempt;
import org.jspecify.annotations.Nullable;

/// An attempt with what can be told of it without any account.
///
/// @param stored  the attempt
/// @param decoded what its body says, or null when its key names no type
/// @param digest  SHA-256 of its bytes
record ReadAttempt(StoredAttempt stored, @Nullable Decoded decoded, Sha256 digest) {
    private static final EventDecoder DECODER = new ScanningEventDecoder();

    static ReadAttempt of(StoredAttempt stored) {
        EventType type = stored.id().key().type();
        Body body = stored.body();
        return new ReadAttempt(stored,
                type == null ? null : DECODER.decode(type, body.array(), body.offset(), body.length()),
                body.digest(Sha256.newMessageDigest()));
    }

    /// The account that the event names first, or null where it names none.
    @Nullable
    String account() {
        return switch (decoded) {
            case Event.CashDeposit deposit -> deposit.account();
            case Event.VerifyCashDeposit verification -> verification.account();
            case Event.CashWithdrawal withdrawal -> withdrawal.account();
            case Event.IncomingPayment payment -> payment.account();
            case Event.OutgoingPaymentUnverified payment -> payment.account();
            case Event.InterAccountTransfer transfer -> transfer.source();
            case null, default -> null;
        };
    }

    /// The amount that the event names, in cents; 0 where it names none.
    long cents() {
        return switch (decoded) {
            case Event.CashDeposit deposit -> deposit.cents();
            case Event.VerifyCashDeposit verification -> verification.cents();
            case Event.CashWithdrawal withdrawal -> withdrawal.cents();
            case Event.IncomingPayment payment -> payment.cents();
            case Event.OutgoingPaymentUnverified payment -> payment.cents();
            case Event.OutgoingPaymentRejected rejected -> rejected.cents();
            case Event.InterAccountTransfer transfer -> transfer.cents();
            case null, default -> 0;
        };
    }
}
