package io.tidemark.recovery.verify;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Account numbers as two `long`s, by which they are told apart without looking at their characters.
///
/// The code of a number of up to 16 characters is those characters, so that equal codes are equal numbers. That of a longer one, and
/// that of a text that no account number can be, is a hash, which [#isHash] tells.
final class NumberCode {
    /// Room that [#putText] needs, whatever the number.
    static final int MAX_LENGTH = 2 * Long.BYTES;

    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int ASCII = 0x7f;
    /// No eight ASCII characters come to this.
    private static final long HASHED = -1;
    private static final long MULTIPLIER = 0x9e3779b97f4a7c15L;

    private NumberCode() {}

    /// Writes the code of a number to `target` at `offset` and behind.
    static void write(String number, long[] target, int offset) {
        int length = number.length();
        long first = 0;
        long more = 0;
        int all = 0;
        for (int i = 0; i < Math.min(length, MAX_LENGTH); i++) {
            char c = number.charAt(i);
            all |= c;
            if (i < Long.BYTES) {
                first |= (long) c << (Byte.SIZE * i);
            } else {
                more |= (long) c << (Byte.SIZE * (i - Long.BYTES));
            }
        }
        boolean hashed = length > MAX_LENGTH || all > ASCII;
        target[offset] = hashed ? number.hashCode() : first;
        target[offset + 1] = hashed ? HASHED : more;
    }

    /// Whether a code with that second part does not tell all about the number.
    static boolean isHash(long more) {
        return more == HASHED;
    }

    /// Writes the characters of a number whose code is no hash to `target`, and zeros behind them.
    ///
    /// @return where the number ends
    static int putText(byte[] target, int at, long first, long more) {
        EIGHT.set(target, at, first);
        EIGHT.set(target, at + Long.BYTES, more);
        return more == 0 ? at + length(first) : at + Long.BYTES + length(more);
    }

    private static int length(long characters) {
        return Long.BYTES - Long.numberOfLeadingZeros(characters) / Byte.SIZE;
    }

    /// Where in a table to look for a code first; all bits count.
    static int spread(long code, long more) {
        long mixed = (code ^ more * MULTIPLIER) * MULTIPLIER;
        return (int) (mixed >>> 32);
    }
}
