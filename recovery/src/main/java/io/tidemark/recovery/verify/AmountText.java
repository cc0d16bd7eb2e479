package io.tidemark.recovery.verify;

/// Amounts written as strings: `[0-9]{1,16}(\.[0-9]{1,2})?`, from 0.01 to 10^15.
final class AmountText {
    private static final int MAX_UNIT_DIGITS = 16;
    private static final long MAX_CENTS = 100_000_000_000_000_000L;

    private AmountText() {}

    /// The amount in cents, or [ExactNumber#NONE] when the text is none.
    static long cents(char[] text, int offset, int length) {
        int units = digits(text, offset, length);
        if (units < 1 || units > MAX_UNIT_DIGITS) {
            return ExactNumber.NONE;
        }
        int decimals = 0;
        if (units < length) {
            decimals = digits(text, offset + units + 1, length - units - 1);
            if (text[offset + units] != '.' || decimals < 1 || decimals > 2 || units + 1 + decimals != length) {
                return ExactNumber.NONE;
            }
        }
        long cents = number(text, offset, units) * 100;
        if (decimals == 1) {
            cents += 10L * number(text, offset + units + 1, 1);
        } else if (decimals == 2) {
            cents += number(text, offset + units + 1, 2);
        }
        return cents < 1 || cents > MAX_CENTS ? ExactNumber.NONE : cents;
    }

    /// How many digits the text begins with.
    private static int digits(char[] text, int offset, int length) {
        int count = 0;
        while (count < length && text[offset + count] >= '0' && text[offset + count] <= '9') {
            count++;
        }
        return count;
    }

    private static long number(char[] text, int offset, int length) {
        long number = 0;
        for (int i = offset; i < offset + length; i++) {
            number = number * 10 + text[i] - '0';
        }
        return number;
    }
}
