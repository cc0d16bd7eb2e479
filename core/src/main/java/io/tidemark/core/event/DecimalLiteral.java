package io.tidemark.core.event;

/// A JSON number, held exactly as `digits × 10^exponent`, whatever its size: `1e999999999` takes no more room than `1`.
///
/// @param negative whether the literal has a minus
/// @param digits   its significant digits, without zeros at either end; empty for zero
/// @param exponent the power of ten by which the digits are scaled; beyond [#EXPONENT_LIMIT] it says only "far off"
record DecimalLiteral(boolean negative, String digits, int exponent) {
    /// No exponent beyond this one can be made up for by the digits of a literal that is short enough to be read.
    private static final int EXPONENT_LIMIT = 1_000_000;
    /// 10^15 units have 16 digits, as many as 9999999999999999, which is refused by value.
    private static final int UNIT_DIGITS = 16;
    private static final int EPOCH_SECOND_DIGITS = 12;
    /// What a value outside the wanted range comes to.
    static final long OUT_OF_RANGE = -1;

    /// Reads a literal that is already known to be a JSON number of at most [BodyReader#MAX_NUMBER_LENGTH] characters.
    static DecimalLiteral parse(String literal) {
        boolean negative = literal.charAt(0) == '-';
        int exponentMark = exponentMark(literal);
        String mantissa = literal.substring(negative ? 1 : 0, exponentMark);
        int exponent = exponentMark == literal.length() ? 0 : boundedInt(literal, exponentMark + 1);
        int point = mantissa.indexOf('.');
        if (point >= 0) {
            exponent -= mantissa.length() - point - 1;
            mantissa = mantissa.substring(0, point) + mantissa.substring(point + 1);
        }
        int begin = 0;
        int end = mantissa.length();
        while (end > 0 && mantissa.charAt(end - 1) == '0') {
            end--;
            exponent++;
        }
        while (begin < end && mantissa.charAt(begin) == '0') {
            begin++;
        }
        return new DecimalLiteral(negative, mantissa.substring(begin, end), begin == end ? 0 : exponent);
    }

    private static int exponentMark(String literal) {
        for (int i = 0; i < literal.length(); i++) {
            if (literal.charAt(i) == 'e' || literal.charAt(i) == 'E') {
                return i;
            }
        }
        return literal.length();
    }

    /// The signed integer that begins there, held within [#EXPONENT_LIMIT] on either side.
    private static int boundedInt(String literal, int from) {
        char sign = literal.charAt(from);
        int value = 0;
        for (int i = sign == '-' || sign == '+' ? from + 1 : from; i < literal.length(); i++) {
            value = Math.min(value * 10 + literal.charAt(i) - '0', EXPONENT_LIMIT);
        }
        return sign == '-' ? -value : value;
    }

    /// The number as an amount in whole cents, or [#OUT_OF_RANGE] when it is no whole number of cents from 1 to
    /// [Event#MAX_AMOUNT_CENTS].
    long amountCents() {
        if (negative || digits.isEmpty() || exponent < -2 || digits.length() + exponent > UNIT_DIGITS) {
            return OUT_OF_RANGE;
        }
        long cents = scaled(digits.length(), exponent + 2);
        return cents > Event.MAX_AMOUNT_CENTS ? OUT_OF_RANGE : cents;
    }

    /// The number without its fraction, or [#OUT_OF_RANGE] when the number is below 0 or above
    /// [Event#MAX_EPOCH_SECOND], be it by a fraction.
    long epochSecond() {
        if (digits.isEmpty()) {
            return 0;
        }
        int wholeDigits = digits.length() + exponent;
        if (negative || wholeDigits > EPOCH_SECOND_DIGITS) {
            return OUT_OF_RANGE;
        }
        if (wholeDigits <= 0) {
            return 0;
        }
        boolean hasFraction = exponent < 0;
        long second = scaled(Math.min(digits.length(), wholeDigits), Math.max(exponent, 0));
        boolean beyond = second > Event.MAX_EPOCH_SECOND || (second == Event.MAX_EPOCH_SECOND && hasFraction);
        return beyond ? OUT_OF_RANGE : second;
    }

    /// The first `count` digits with that many zeros behind them; the caller sees to it that they fit.
    private long scaled(int count, int zeros) {
        long value = Long.parseLong(digits, 0, count, 10);
        for (int i = 0; i < zeros; i++) {
            value = Math.multiplyExact(value, 10L);
        }
        return value;
    }
}
