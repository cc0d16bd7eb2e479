package io.tidemark.recovery.verify;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;

/// Looks at the bytes of a body before a parser does. Not thread-safe.
final class BodyBytes {
    /// What bytes may hold.
    enum Kind {
        /// UTF-8 without a backslash: no string in it holds an escape.
        PLAIN,
        /// UTF-8 with a backslash.
        ESCAPED,
        /// Not UTF-8, or with a byte order mark or a zero byte: no JSON text.
        BROKEN
    }

    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final long LOW_BITS = 0x0101010101010101L;
    private static final long BACKSLASHES = LOW_BITS * '\\';

    private final CharsetDecoder utf8 = StandardCharsets.UTF_8.newDecoder();
    private CharBuffer characters = CharBuffer.allocate(1024);

    /// What those bytes hold.
    Kind kindOf(byte[] bytes, int offset, int length) {
        int at = offset;
        int end = offset + length;
        // Eight at a time: a set high bit in any of them, a zero or a backslash wants a closer look.
        for (; at + Long.BYTES <= end; at += Long.BYTES) {
            long eight = (long) EIGHT.get(bytes, at);
            long slashes = eight ^ BACKSLASHES;
            if (((eight | (eight - LOW_BITS) | (slashes - LOW_BITS)) & HIGH_BITS) != 0) {
                return closerLook(bytes, offset, length);
            }
        }
        for (; at < end; at++) {
            if (bytes[at] <= 0 || bytes[at] == '\\') {
                return closerLook(bytes, offset, length);
            }
        }
        return Kind.PLAIN;
    }

    private Kind closerLook(byte[] bytes, int offset, int length) {
        boolean ascii = true;
        boolean escaped = false;
        for (int i = offset; i < offset + length; i++) {
            if (bytes[i] == 0) {
                return Kind.BROKEN;
            }
            ascii &= bytes[i] > 0;
            escaped |= bytes[i] == '\\';
        }
        if (!ascii && !isUtf8(bytes, offset, length)) {
            return Kind.BROKEN;
        }
        return escaped ? Kind.ESCAPED : Kind.PLAIN;
    }

    private boolean isUtf8(byte[] bytes, int offset, int length) {
        if (characters.capacity() < length) {
            characters = CharBuffer.allocate(length);
        }
        characters.clear();
        utf8.reset();
        boolean whole = utf8.decode(ByteBuffer.wrap(bytes, offset, length), characters, true).isUnderflow();
        return whole && characters.flip().charAt(0) != '\uFEFF';
    }
}
