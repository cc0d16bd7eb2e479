package io.tidemark.embedded.encoding;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.event.Sha256;
import io.tidemark.core.port.StorageException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// Reads what a [ByteSink] collected. Every method throws a [StorageException] of kind `DAMAGED` when the bytes are not of the
/// form asked for. Not thread-safe.
public final class ByteSource {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final byte[] array;
    private final int end;
    private final String what;
    private int at;

    /// Reads a whole array.
    ///
    /// @param array the bytes
    /// @param what  what they are, for the message of a failure
    public ByteSource(byte[] array, String what) {
        this(array, 0, array.length, what);
    }

    /// Reads a range of an array.
    ///
    /// @param array the bytes
    /// @param from  where the range begins
    /// @param to    where it ends, exclusive
    /// @param what  what they are, for the message of a failure
    public ByteSource(byte[] array, int from, int to, String what) {
        this.array = array;
        this.at = from;
        this.end = to;
        this.what = what;
    }

    /// Whether there is more.
    public boolean hasMore() {
        return at < end;
    }

    /// Where the next byte is in the array.
    public int offset() {
        return at;
    }

    /// Goes over that many bytes.
    public void skip(int count) {
        at = after(count);
    }

    /// One byte, as 0 to 255.
    public int getByte() {
        int from = at;
        at = after(1);
        return array[from] & 0xff;
    }

    /// A number of eight bytes, big-endian.
    public long getLong() {
        int from = at;
        at = after(Long.BYTES);
        return (long) LONG.get(array, from);
    }

    /// A number as [ByteSink#putVarint] writes it.
    public long getVarint() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            int b = getByte();
            value |= (long) (b & 0x7f) << shift;
            if (b < 0x80) {
                return value;
            }
        }
        throw damaged("a number runs too long");
    }

    /// A number as [ByteSink#putVarint] writes it, from 0 to `limit`.
    public int getCount(int limit) {
        long value = getVarint();
        if (value < 0 || value > limit) {
            throw damaged("a count of " + value + " is above " + limit);
        }
        return (int) value;
    }

    /// A number as [ByteSink#putSigned] writes it.
    public long getSigned() {
        long value = getVarint();
        return value >>> 1 ^ -(value & 1);
    }

    /// A digest.
    public Sha256 getDigest() {
        int from = at;
        at = after(Sha256.LENGTH);
        return Sha256.copyOf(array, from);
    }

    /// A text as [ByteSink#putText] writes it.
    public String getText() {
        int length = getCount(end - at);
        int from = at;
        at = after(length);
        return new String(array, from, length, StandardCharsets.UTF_8);
    }

    /// An ASCII text of that length.
    public String getAscii(int length) {
        int from = at;
        at = after(length);
        return new String(array, from, length, StandardCharsets.ISO_8859_1);
    }

    /// What is left, as an ASCII text.
    public String getRestAsAscii() {
        return getAscii(end - at);
    }

    /// An event key of that text.
    public EventKey key(String text) {
        EventKey key = EventKey.parse(text);
        if (key == null) {
            throw damaged("an event key is none");
        }
        return key;
    }

    /// A failure that says what is wrong with these bytes.
    public StorageException damaged(String why) {
        return new StorageException(StorageException.Kind.DAMAGED, what + " is damaged: " + why);
    }

    private int after(int count) {
        if (count < 0 || count > end - at) {
            throw damaged("it ends too early");
        }
        return at + count;
    }
}
