package io.tidemark.testkit.model;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A key of the form `<type>_<request-id>.event` with a type of the table.
///
/// @param type      the type, such as `cash_deposit`
/// @param requestId what a follow-up shares with its original
record NaiveKey(String type, String requestId) {
    private static final Pattern FORM = Pattern
            .compile("(cash_deposit|verify_cash_deposit|cash_withdrawal|incoming_payment"
                    + "|outgoing_payment_unverified|outgoing_payment_verified|outgoing_payment_rejected|inter_account_transfer)"
                    + "_([A-Za-z0-9-]{1,64})\\.event");

    /// The key, or null when the text is not of the form.
    static @Nullable NaiveKey parse(String text) {
        Matcher matcher = FORM.matcher(text);
        return matcher.matches() ? new NaiveKey(matcher.group(1), matcher.group(2)) : null;
    }

    /// The key of the original that a follow-up refers to, or null for an event that stands for itself.
    @Nullable
    String original() {
        return switch (type) {
            case "verify_cash_deposit" -> "cash_deposit_" + requestId + ".event";
            case "outgoing_payment_verified", "outgoing_payment_rejected" -> "outgoing_payment_unverified_" + requestId
                    + ".event";
            default -> null;
        };
    }

    /// The key as text.
    String text() {
        return type + "_" + requestId + ".event";
    }
}
