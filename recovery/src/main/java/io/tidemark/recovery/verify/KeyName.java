package io.tidemark.recovery.verify;

import io.tidemark.core.event.EventType;
import org.jspecify.annotations.Nullable;

/// Takes an event key's text apart. Written for itself, so that the type of an event does not rest on one reading of its key.
final class KeyName {
    private static final String SUFFIX = ".event";
    /// By their ASCII codes, the characters that a request-id may have: looked up, because which range the next one is in nobody can foresee.
    private static final boolean[] IN_REQUEST_ID = new boolean[128];
    private static final int MAX_REQUEST_ID_LENGTH = 64;

    static {
        for (char c : "-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".toCharArray()) {
            IN_REQUEST_ID[c] = true;
        }
    }

    private KeyName() {}

    /// The type that the key names, or null when it is not `<type>_<request-id>.event` of a known type.
    static @Nullable EventType typeOf(String key) {
        int end = key.length() - SUFFIX.length();
        if (end < 0 || !key.startsWith(SUFFIX, end)) {
            return null;
        }
        int separator = end - 1;
        while (separator >= 0 && isInRequestId(key.charAt(separator))) {
            separator--;
        }
        int idLength = end - separator - 1;
        if (separator < 0 || key.charAt(separator) != '_' || idLength < 1 || idLength > MAX_REQUEST_ID_LENGTH) {
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
        return c < IN_REQUEST_ID.length && IN_REQUEST_ID[c];
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
