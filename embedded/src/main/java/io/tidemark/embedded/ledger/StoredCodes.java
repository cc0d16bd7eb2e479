package io.tidemark.embedded.ledger;

import io.tidemark.core.event.EventType;
import io.tidemark.core.event.RejectionCode;
import io.tidemark.core.ledger.EntryStatus;
import io.tidemark.core.ledger.OutcomeState;
import io.tidemark.embedded.encoding.ByteSource;

/// The numbers that stand for constants in stored data. They never change their meaning, whatever becomes of the order of the
/// constants; 0 is none of them.
final class StoredCodes {
    private static final EventType[] TYPES = new EventType[9];
    private static final RejectionCode[] REJECTIONS = new RejectionCode[16];

    static {
        for (EventType type : EventType.values()) {
            TYPES[of(type)] = type;
        }
        for (RejectionCode code : RejectionCode.values()) {
            REJECTIONS[of(code)] = code;
        }
    }

    private StoredCodes() {}

    static int of(EventType type) {
        return switch (type) {
            case CASH_DEPOSIT -> 1;
            case VERIFY_CASH_DEPOSIT -> 2;
            case CASH_WITHDRAWAL -> 3;
            case INCOMING_PAYMENT -> 4;
            case OUTGOING_PAYMENT_UNVERIFIED -> 5;
            case OUTGOING_PAYMENT_VERIFIED -> 6;
            case OUTGOING_PAYMENT_REJECTED -> 7;
            case INTER_ACCOUNT_TRANSFER -> 8;
        };
    }

    static EventType type(int code, ByteSource source) {
        if (code < 1 || code >= TYPES.length) {
            throw source.damaged("an unknown event type " + code);
        }
        return TYPES[code];
    }

    static int of(RejectionCode code) {
        return switch (code) {
            case UNKNOWN_EVENT_TYPE -> 1;
            case KEY_CONFLICT -> 2;
            case MALFORMED_EVENT -> 3;
            case INVALID_AMOUNT -> 4;
            case CURRENCY_MISMATCH -> 5;
            case SAME_ACCOUNT -> 6;
            case ORIGINAL_REJECTED -> 7;
            case ACCOUNT_MISMATCH -> 8;
            case ALREADY_SETTLED -> 9;
            case AMOUNT_EXCEEDS_DEPOSIT -> 10;
            case AMOUNT_EXCEEDS_HOLD -> 11;
            case UNKNOWN_ACCOUNT -> 12;
            case INSUFFICIENT_FUNDS -> 13;
            case BALANCE_LIMIT -> 14;
            case REJECTED_BY_OPERATOR -> 15;
        };
    }

    static RejectionCode rejection(int code, ByteSource source) {
        if (code < 1 || code >= REJECTIONS.length) {
            throw source.damaged("an unknown rejection code " + code);
        }
        return REJECTIONS[code];
    }

    static int of(EntryStatus status) {
        return switch (status) {
            case PENDING -> 1;
            case VERIFIED -> 2;
            case REVERSED -> 3;
            case EXCLUDED -> 8;
        };
    }

    static EntryStatus status(int code, ByteSource source) {
        return switch (code) {
            case 1 -> EntryStatus.PENDING;
            case 2 -> EntryStatus.VERIFIED;
            case 3 -> EntryStatus.REVERSED;
            case 8 -> EntryStatus.EXCLUDED;
            default -> throw source.damaged("an unknown entry status " + code);
        };
    }

    static int of(OutcomeState state) {
        return switch (state) {
            case ACCEPTED -> 1;
            case REJECTED -> 2;
            case WAITING -> 3;
        };
    }

    static OutcomeState state(int code, ByteSource source) {
        return switch (code) {
            case 1 -> OutcomeState.ACCEPTED;
            case 2 -> OutcomeState.REJECTED;
            case 3 -> OutcomeState.WAITING;
            default -> throw source.damaged("an unknown outcome " + code);
        };
    }
}
