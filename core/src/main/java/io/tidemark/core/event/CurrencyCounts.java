package io.tidemark.core.event;

/// Adds up counts of notes and coins, as `"20-euro-bills": 3`.
///
/// No count is negative, so a sum that has left the range of `long` cannot come back: it stays at [Long#MAX_VALUE], which
/// equals no amount.
final class CurrencyCounts {
    private static final int MAX_DENOMINATION_DIGITS = 9;
    /// Every number of so many digits fits in a `long`.
    private static final int LONG_DIGITS = 18;

    private long sumCents;

    /// Adds one count.
    ///
    /// @param denomination the member's name
    /// @param count        the member's literal, a JSON number
    /// @return false when the two do not have the shape of a denomination and a count
    boolean add(String denomination, String count) {
        long unitCents = unitCents(denomination);
        if (unitCents < 0 || !isDigits(count, count.length())) {
            return false;
        }
        sumCents = saturatedSum(sumCents, saturatedProduct(unitCents, count));
        return true;
    }

    /// The sum in cents; [Long#MAX_VALUE] when it is that much or more.
    long sumCents() {
        return sumCents;
    }

    /// What one piece is worth in cents, or -1 when the name is no denomination.
    private static long unitCents(String name) {
        int dash = name.indexOf('-');
        if (dash < 1 || dash > MAX_DENOMINATION_DIGITS || !isDigits(name, dash)) {
            return -1;
        }
        long value = Long.parseLong(name, 0, dash, 10);
        return switch (name.substring(dash + 1)) {
            case "euro", "euros", "euro-bill", "euro-bills", "euro-coin", "euro-coins" -> value * 100;
            case "cent", "cents", "cent-bill", "cent-bills", "cent-coin", "cent-coins" -> value;
            default -> -1;
        };
    }

    private static boolean isDigits(String text, int end) {
        for (int i = 0; i < end; i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    private static long saturatedProduct(long unitCents, String count) {
        if (unitCents == 0) {
            return 0;
        }
        if (count.length() > LONG_DIGITS) {
            return Long.MAX_VALUE;
        }
        long pieces = Long.parseLong(count);
        return pieces > Long.MAX_VALUE / unitCents ? Long.MAX_VALUE : unitCents * pieces;
    }

    private static long saturatedSum(long a, long b) {
        return a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b;
    }
}
