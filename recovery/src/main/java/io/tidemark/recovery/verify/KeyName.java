package io.tidemark.recovery.verify;

import io.tidemark.core.event.EventType;
import org.jspecify.annotations.Nullable;

/// Takes an event key's text apart. Written for itself, so that the type of an event does not rest on one reading of its key.
final class KeyName {
    private static final int SUFFIX_LENGTH = ".event".length();
    private static final int MAX_REQUEST_ID_LENGTH = 64;

    private KeyName() {}

    /// The type that the key names, or null when it is not `<type>_<request-id>.event` of a known type.
    static @Nullable EventType typeOf(String key) {
        int end = key.length() - SUFFIX_LENGTH;
        int separator = end - 1;
        while (separator >= 0 && isInRequestId(key.charAt(separator))) {
            separator--;
        }
        int idLength = end - separator - 1;
        if (separator < 0 || key.charAt(separator) != '_' || idLength < 1 || idLength > MAX_REQUEST_ID_LENGTH
                || !key.endsWith(".event")) {
            return null;
        }
        return switch (separator) {
            case 12 -> key.startsWith("cash_deposit") ? EventType.CASH_DEPOSIT : null;
            case 15 -> key.startsWith("cash_withdrawal") ? EventType.CASH_WITHDRAWAL : null;
            case 16 -> key.startsWith("incoming_payment") ? EventType.INCOMING_PAYMENT : null;
            case 19 -> key.startsWith("verify_cash_deposit") ? EventType.VERIFY_CASH_DEPOSIT : null;
            case 22 -> key.startsWith("inter_account_transfer") ? EventType.INTER_ACCOUNT_TRANSFER : null;
            case 25 -> key.startsWith("outgoing_payment_verified")
                    ? EventType.OUTGOING_PAYMENT_VERIFIED
                    : key.startsWith("outgoing_payment_rejected") ? EventType.OUTGOING_PAYMENT_REJECTED : null;
            case 27 -> key.startsWith("outgoing_payment_unverified") ? EventType.OUTGOING_PAYMENT_UNVERIFIED : null;
            default -> null;
        };
    }

    private static boolean isInRequestId(char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || c == '-';
    }

    /// Whether events of that type refer to an original.
    static boolean isFollowUp(EventType type) {
        return type == EventType.VERIFY_CASH_DEPOSIT || type == EventType.OUTGOING_PAYMENT_VERIFIED
                || type == EventType.OUTGOING_PAYMENT_REJECTED;
    }

    /// The key of the original that a follow-up of that type refers to; null when events of the type stand for themselves.
    static @Nullable String originalOf(String key, EventType type) {
        return switch (type) {
            case VERIFY_CASH_DEPOSIT -> "cash_deposit_" + key.substring(key.lastIndexOf('_') + 1);
            case OUTGOING_PAYMENT_VERIFIED, OUTGOING_PAYMENT_REJECTED -> "outgoing_payment_unverified_"
                    + key.substring(key.lastIndexOf('_') + 1);
            case CASH_DEPOSIT, CASH_WITHDRAWAL, INCOMING_PAYMENT, OUTGOING_PAYMENT_UNVERIFIED,
                    INTER_ACCOUNT_TRANSFER -> null;
        };
    }
}
