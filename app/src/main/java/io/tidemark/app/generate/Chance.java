package io.tidemark.app.generate;

/// Draws numbers from a seed, the same on every machine and in every version of Java (SplitMix64). Not thread-safe.
final class Chance {
    private static final long STEP = 0x9E3779B97F4A7C15L;

    private long state;

    Chance(long seed) {
        state = mix(seed);
    }

    /// The next 64 bits.
    long next() {
        state += STEP;
        return mix(state);
    }

    /// A number from 0 up to, not including, `bound`; `bound` is at least 1.
    int below(int bound) {
        return (int) (((next() >>> 32) * bound) >>> 32);
    }

    /// A number from `low` to `high`, both included.
    int between(int low, int high) {
        return low + below(high - low + 1);
    }

    /// Whether something happens that happens `often` times in a thousand.
    boolean perMille(int often) {
        return below(1000) < often;
    }

    /// A number from 0 up to, not including, `bound`, where low ones are drawn far more often: the lowest thousandth is
    /// drawn one time in ten. `bound` is at least 1.
    int skewedBelow(int bound) {
        long draw = next();
        long a = draw & 0x1FFFFF;
        long b = (draw >>> 21) & 0x1FFFFF;
        long c = (draw >>> 42) & 0x1FFFFF;
        // The least of three draws would favour low numbers too, but mildly; their product piles up at zero.
        long product = (((a * b) >>> 21) * c) >>> 11;
        return (int) ((product * bound) >>> 31);
    }

    /// Spreads the bits of a number over all 64; different numbers stay different.
    static long mix(long number) {
        long z = (number ^ (number >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
