package io.tidemark.embedded.encoding;

import io.tidemark.core.event.Sha256;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Collects bytes in an array that grows as needed and can be used again. Not thread-safe.
public final class ByteSink {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private byte[] array;
    private int size;

    /// An empty sink with room for that many bytes.
    public ByteSink(int capacity) {
        array = new byte[Math.max(capacity, 16)];
    }

    /// Forgets everything collected, keeping the room.
    public void clear() {
        size = 0;
    }

    /// How many bytes there are.
    public int size() {
        return size;
    }

    /// The array that holds the bytes, from 0 to [#size()]; good until the next change.
    public byte[] array() {
        return array;
    }

    /// A copy of the bytes.
    public byte[] toBytes() {
        return Arrays.copyOf(array, size);
    }

    /// Appends one byte: the lowest eight bits.
    public ByteSink putByte(int value) {
        reserve(1);
        array[size++] = (byte) value;
        return this;
    }

    /// Appends a number as eight bytes, big-endian.
    public ByteSink putLong(long value) {
        reserve(Long.BYTES);
        LONG.set(array, size, value);
        size += Long.BYTES;
        return this;
    }

    /// Appends a number in one to ten bytes; negative ones take ten.
    public ByteSink putVarint(long value) {
        reserve(10);
        byte[] target = array;
        int at = size;
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            target[at++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        target[at++] = (byte) rest;
        size = at;
        return this;
    }

    /// Appends a number of either sign, small magnitudes in few bytes.
    public ByteSink putSigned(long value) {
        return putVarint(value << 1 ^ value >> 63);
    }

    /// Appends bytes as they are.
    public ByteSink putBytes(byte[] source, int offset, int length) {
        reserve(length);
        System.arraycopy(source, offset, array, size, length);
        size += length;
        return this;
    }

    /// Appends bytes as they are.
    public ByteSink putBytes(byte[] source) {
        return putBytes(source, 0, source.length);
    }

    /// Appends a digest.
    public ByteSink putDigest(Sha256 digest) {
        reserve(Sha256.LENGTH);
        digest.copyTo(array, size);
        size += Sha256.LENGTH;
        return this;
    }

    /// Appends a text in UTF-8 with its length before it.
    public ByteSink putText(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        putVarint(utf8.length);
        return putBytes(utf8);
    }

    /// Appends an ASCII text without its length.
    public ByteSink putAscii(String text) {
        return putAscii(text, 0, text.length());
    }

    /// Appends a part of an ASCII text without its length.
    @SuppressWarnings("deprecation") // the one way to copy a Latin-1 string into a byte array without a copy between
    public ByteSink putAscii(String text, int from, int to) {
        reserve(to - from);
        text.getBytes(from, to, array, size);
        size += to - from;
        return this;
    }

    /// Makes room for that many more bytes at the end, which a caller then writes into [#array()] itself.
    public void reserve(int more) {
        if (array.length - size < more) {
            array = Arrays.copyOf(array, Math.max(Math.addExact(size, more), array.length * 2));
        }
    }

    /// Takes bytes as appended that were written into the reserved room.
    public void advance(int count) {
        size += count;
    }
}
