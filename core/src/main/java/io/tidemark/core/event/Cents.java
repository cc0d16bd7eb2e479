package io.tidemark.core.event;

/// Amounts of money as text. An amount is a number of whole cents in a `long`; people read it with two decimals.
public final class Cents {
    private Cents() {}

    /// The amount with exactly two decimals and a point, such as `123.45` or `-0.05`; no grouping.
    public static String format(long cents) {
        StringBuilder text = new StringBuilder(24);
        if (cents < 0) {
            text.append('-');
        }
        // Long.MIN_VALUE has no positive counterpart, so quotient and remainder are made positive one by one.
        long units = Math.abs(cents / 100);
        long rest = Math.abs(cents % 100);
        text.append(units).append('.');
        if (rest < 10) {
            text.append('0');
        }
        return text.append(rest).toString();
    }
}
