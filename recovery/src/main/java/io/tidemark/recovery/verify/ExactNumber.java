package io.tidemark.recovery.verify;

import java.math.BigDecimal;
import java.math.BigInteger;

/// Number literals, taken exactly. A literal is a JSON number of at most 100 characters.
final class ExactNumber {
    /// What a literal outside the wanted values comes to.
    static final long NONE = -1;

    private static final BigDecimal MAX_SECOND = BigDecimal.valueOf(253_402_300_799L);
    private static final long MAX_CENTS = 100_000_000_000_000_000L;
    /// No literal of 100 characters with an exponent beyond this can be in any range that is asked for, unless it is zero.
    private static final int MAX_EXPONENT_DIGITS = 4;

    /// Every whole number of so many characters fits in a `long`.
    private static final int SURELY_LONG = 18;

    private ExactNumber() {}

    /// Whether a whole number of so many characters can be taken as a `long`.
    static boolean isShort(int length) {
        return length <= SURELY_LONG;
    }

    /// That many seconds when they are those of a time stamp from 0 to the year 9999, or [#NONE].
    static long second(long value) {
        return value < 0 || value > MAX_SECOND.longValueExact() ? NONE : value;
    }

    /// The whole seconds of a time stamp from 0 to the year 9999, or [#NONE].
    static long second(String literal) {
        if (isZero(literal)) {
            return 0;
        }
        if (literal.charAt(0) == '-' || isHuge(literal)) {
            return NONE;
        }
        if (isTiny(literal)) {
            return 0;
        }
        BigDecimal value = new BigDecimal(literal);
        return value.compareTo(MAX_SECOND) > 0 ? NONE : value.toBigInteger().longValueExact();
    }

    /// The cents of an amount from 0.01 to 10^15, or [#NONE].
    static long cents(String literal) {
        if (isZero(literal) || literal.charAt(0) == '-' || isHuge(literal) || isTiny(literal)) {
            return NONE;
        }
        BigDecimal cents = new BigDecimal(literal).movePointRight(2).stripTrailingZeros();
        if (cents.scale() > 0 || cents.compareTo(BigDecimal.valueOf(MAX_CENTS)) > 0) {
            return NONE;
        }
        return cents.longValueExact();
    }

    private static boolean isZero(String literal) {
        for (int i = 0; i < literal.length() && literal.charAt(i) != 'e' && literal.charAt(i) != 'E'; i++) {
            if (literal.charAt(i) >= '1' && literal.charAt(i) <= '9') {
                return false;
            }
        }
        return true;
    }

    private static boolean isHuge(String literal) {
        return hasExponent(literal) && exponent(literal).compareTo(BigInteger.TEN.pow(MAX_EXPONENT_DIGITS)) > 0;
    }

    private static boolean isTiny(String literal) {
        return hasExponent(literal)
                && exponent(literal).compareTo(BigInteger.TEN.pow(MAX_EXPONENT_DIGITS).negate()) < 0;
    }

    private static boolean hasExponent(String literal) {
        return literal.indexOf('e') >= 0 || literal.indexOf('E') >= 0;
    }

    private static BigInteger exponent(String literal) {
        int mark = Math.max(literal.indexOf('e'), literal.indexOf('E'));
        return new BigInteger(literal.substring(mark + 1));
    }
}
