package io.tidemark.recovery.verify;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Notes and coins: what a piece is worth, and how many there are. Sums and products that leave the range of `long` stay at
/// [Long#MAX_VALUE], which is no amount. Not thread-safe: it remembers the names it has met.
final class Denomination {
    private static final Pattern NAME = Pattern.compile("([0-9]{1,9})-(euro|cent)(s|-bills?|-coins?)?");
    private static final int SURELY_LONG = 18;
    private static final int MAX_REMEMBERED = 1000;

    private final Map<String, Long> remembered = new HashMap<>();

    /// What one piece is worth in cents, or -1 when the name is no denomination.
    long cents(String name) {
        Long known = remembered.get(name);
        if (known == null) {
            known = worth(name);
            if (remembered.size() < MAX_REMEMBERED) {
                remembered.put(name, known);
            }
        }
        return known;
    }

    private static long worth(String name) {
        Matcher matcher = NAME.matcher(name);
        if (!matcher.matches()) {
            return -1;
        }
        long number = Long.parseLong(matcher.group(1));
        return matcher.group(2).equals("euro") ? number * 100 : number;
    }

    /// The integer that the parser stands at, or -1 when it has a sign.
    static long pieces(JsonParser json) throws IOException {
        if (json.getTextCharacters()[json.getTextOffset()] == '-') {
            return -1;
        }
        return json.getTextLength() > SURELY_LONG ? Long.MAX_VALUE : json.getLongValue();
    }

    static long times(long worth, long pieces) {
        if (worth == 0 || pieces == 0) {
            return 0;
        }
        return pieces > Long.MAX_VALUE / worth ? Long.MAX_VALUE : worth * pieces;
    }

    static long plus(long a, long b) {
        return a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b;
    }
}
