package io.tidemark.core.event;

import org.jspecify.annotations.Nullable;

/// The eight types of event. An event's type is the part of its key before the request-id.
public enum EventType {
    /// Cash handed in, not counted yet: opens an account, leaves an open deposit, moves no balance.
    CASH_DEPOSIT("cash_deposit"),
    /// The count of a cash deposit: settles it and credits the amount that was found.
    VERIFY_CASH_DEPOSIT("verify_cash_deposit"),
    /// Cash paid out.
    CASH_WITHDRAWAL("cash_withdrawal"),
    /// A payment from another institution: opens an account, credits it.
    INCOMING_PAYMENT("incoming_payment"),
    /// A payment to another institution that the other side has not answered yet: holds its amount.
    OUTGOING_PAYMENT_UNVERIFIED("outgoing_payment_unverified"),
    /// The other side took the payment: what its hold has left leaves the account.
    OUTGOING_PAYMENT_VERIFIED("outgoing_payment_verified"),
    /// The other side refused all or a part of the payment: the hold shrinks by that much.
    OUTGOING_PAYMENT_REJECTED("outgoing_payment_rejected"),
    /// Money moved between two accounts that are both kept here.
    INTER_ACCOUNT_TRANSFER("inter_account_transfer");

    private static final EventType[] ALL = values();

    private final String label;

    EventType(String label) {
        this.label = label;
    }

    /// The type's name in an event key, such as `cash_deposit`.
    public String label() {
        return label;
    }

    /// The type of the original that a follow-up of this type refers to by its request-id, or null when events of this
    /// type stand for themselves.
    public @Nullable EventType originalType() {
        return switch (this) {
            case VERIFY_CASH_DEPOSIT -> CASH_DEPOSIT;
            case OUTGOING_PAYMENT_VERIFIED, OUTGOING_PAYMENT_REJECTED -> OUTGOING_PAYMENT_UNVERIFIED;
            case CASH_DEPOSIT, CASH_WITHDRAWAL, INCOMING_PAYMENT, OUTGOING_PAYMENT_UNVERIFIED,
                    INTER_ACCOUNT_TRANSFER -> null;
        };
    }

    /// Whether follow-ups may refer to events of this type.
    public boolean isOriginal() {
        return this == CASH_DEPOSIT || this == OUTGOING_PAYMENT_UNVERIFIED;
    }

    /// The type with the label `text[0, end)`, or null when there is none.
    static @Nullable EventType ofLabel(String text, int end) {
        for (EventType type : ALL) {
            if (type.label.length() == end && text.startsWith(type.label)) {
                return type;
            }
        }
        return null;
    }
}
