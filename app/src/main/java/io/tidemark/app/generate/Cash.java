package io.tidemark.app.generate;

/// A handful of notes and coins: which kinds, how many of each, and what they are worth together. Not thread-safe.
final class Cash {
    private static final int[] CENTS = {50_000, 20_000, 10_000, 5_000, 2_000, 1_000, 500, 200, 100, 50, 20, 10, 5, 2,
            1};
    private static final byte[][] NAMES = names("500-euro-bills", "200-euro-bills", "100-euro-bills", "50-euro-bills",
            "20-euro-bills", "10-euro-bills", "5-euro-bills", "2-euro-coins", "1-euro-coins", "50-cents", "20-cents",
            "10-cent-coins", "5-cents", "2-cents", "1-cent");
    private static final int MOST_KINDS = 5;
    private static final int SALT = 0x5EED;
    /// The kinds that machines give out: 100, 50, 20 and 10 euros.
    private static final int FIRST_PAID_OUT = 2;
    private static final int LAST_PAID_OUT = 5;

    private final int[] kinds = new int[MOST_KINDS];
    private final int[] counts = new int[MOST_KINDS];
    private int size;
    private long cents;

    private static byte[][] names(String... names) {
        byte[][] all = new byte[names.length][];
        for (int i = 0; i < names.length; i++) {
            all[i] = ByteText.utf8('"' + names[i] + "\":");
        }
        return all;
    }

    /// Becomes the cash that was handed in under a request-id; the same for the same id, always.
    void handedInUnder(long id) {
        long bits = Chance.mix(id ^ SALT);
        int wanted = 1 + (int) (bits & 3);
        bits >>>= 2;
        size = 0;
        cents = 0;
        int kind = (int) (bits & 7) % 6;
        bits >>>= 3;
        while (size < wanted && kind < CENTS.length) {
            // Few large notes, many small ones; now and then a shop's takings.
            int count = 1 + (int) (bits & 7) + (kind > 2 && (bits & 0xF8) == 0 ? 60 : 0);
            put(kind, count);
            kind += 1 + (int) ((bits >>> 8) & 3);
            bits >>>= 10;
        }
    }

    /// Becomes an amount paid out, in the largest notes that machines hold; `amount` is a multiple of 10 euros.
    void paidOut(long amount) {
        size = 0;
        cents = 0;
        long rest = amount;
        for (int kind = FIRST_PAID_OUT; kind <= LAST_PAID_OUT && rest > 0; kind++) {
            int count = (int) (rest / CENTS[kind]);
            if (count > 0) {
                put(kind, count);
                rest -= (long) count * CENTS[kind];
            }
        }
    }

    private void put(int kind, int count) {
        kinds[size] = kind;
        counts[size] = count;
        size++;
        cents += (long) count * CENTS[kind];
    }

    /// Takes away one piece of the smallest kind, unless it is the only piece.
    void loseOnePiece() {
        if (size == 1 && counts[0] == 1) {
            return;
        }
        int smallest = size - 1;
        cents -= CENTS[kinds[smallest]];
        if (--counts[smallest] == 0) {
            size--;
        }
    }

    /// What it is worth, in cents.
    long cents() {
        return cents;
    }

    /// Writes the counts as a JSON object, or in the lab's notation with brackets.
    void writeTo(ByteText body, boolean brackets) {
        body.put(brackets ? '[' : '{');
        for (int i = 0; i < size; i++) {
            if (i > 0) {
                body.put(',');
            }
            body.put(NAMES[kinds[i]]).putNumber(counts[i]);
        }
        body.put(brackets ? ']' : '}');
    }
}
