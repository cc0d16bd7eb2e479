package io.tidemark.app.generate;

/// Draws amounts as they occur, in cents: many small, few large, often round.
final class Amounts {
    private static final long SALARY_FLOOR = 140_000;
    private static final int SALARY_SPREAD = 380_000;

    private Amounts() {}

    /// What an employer pays to that account: the same each time.
    static long salary(long account) {
        return SALARY_FLOOR + Math.floorMod(Chance.mix(account), SALARY_SPREAD);
    }

    /// A payment from elsewhere.
    static long incoming(Chance chance) {
        int draw = chance.below(100);
        if (draw < 55) {
            return chance.between(500, 20_000);
        }
        return draw < 88 ? chance.between(20_000, 150_000) : chance.between(150_000, 900_000);
    }

    /// A payment to elsewhere.
    static long outgoing(Chance chance) {
        int draw = chance.below(100);
        if (draw < 45) {
            return chance.between(199, 8_000);
        }
        if (draw < 82) {
            return chance.between(8_000, 60_000);
        }
        return draw < 96 ? 100L * chance.between(450, 1_900) : chance.between(190_000, 900_000);
    }

    /// Money from one account to another.
    static long transfer(Chance chance) {
        return chance.below(100) < 60 ? 500L * chance.between(1, 60) : chance.between(100, 50_000);
    }

    /// Cash paid out: a multiple of 10 euros.
    static long withdrawal(Chance chance) {
        int draw = chance.below(100);
        if (draw < 70) {
            return 1_000L * chance.between(2, 20);
        }
        return draw < 95 ? 5_000L * chance.between(2, 10) : 10_000L * chance.between(5, 20);
    }
}
