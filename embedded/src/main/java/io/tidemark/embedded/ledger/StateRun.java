package io.tidemark.embedded.ledger;

import io.tidemark.embedded.encoding.ByteSink;
import io.tidemark.embedded.encoding.ByteSource;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// What one large commit changes in the state table: keys in bytewise order, each with its new value or its removal. Stands before
/// the table until it is written to it together with others. Immutable.
final class StateRun {
    /// In place of a value: the key is removed. Compared by identity.
    private static final byte[] REMOVED = new byte[0];

    private static final int FORMAT = 1;
    private static final String WHAT = "a run of ledger changes";

    private final long number;
    private final long position;
    private final byte[] data;
    private final int size;
    private final int[] starts;
    private final int[] slots;

    private StateRun(long number, long position, byte[] data, int size, int[] starts) {
        this.number = number;
        this.position = position;
        this.data = data;
        this.size = size;
        this.starts = starts;
        slots = new int[Integer.highestOneBit(Math.max(starts.length, 1)) * 4];
        for (int i = 0; i < starts.length; i++) {
            int slot = firstSlot(hash(data, keyStart(i), keyEnd(i)));
            while (slots[slot] != 0) {
                slot = (slot + 1) & (slots.length - 1);
            }
            slots[slot] = i + 1;
        }
    }

    /// Reads a run as it was stored.
    static StateRun decode(long number, byte[] data) {
        ByteSource source = new ByteSource(data, WHAT);
        if (source.getByte() != FORMAT) {
            throw source.damaged("its form is unknown");
        }
        long position = source.getVarint();
        int[] starts = new int[64];
        int count = 0;
        while (source.hasMore()) {
            if (count == starts.length) {
                starts = Arrays.copyOf(starts, count * 2);
            }
            starts[count++] = source.offset();
            source.skip(source.getCount(data.length));
            source.skip(Math.max(0, source.getCount(data.length) - 1));
        }
        return new StateRun(number, position, data, data.length, Arrays.copyOf(starts, count));
    }

    /// Whether what a run says of a key is that it is removed.
    @SuppressWarnings("ReferenceEquality") // a removal is not an empty value
    static boolean isRemoval(byte[] value) {
        return value == REMOVED;
    }

    /// Its place among the runs of its generation, from 1.
    long number() {
        return number;
    }

    /// The position that the ledger had reached with it.
    long position() {
        return position;
    }

    /// How many keys it changes.
    int count() {
        return starts.length;
    }

    /// The array that begins with the run as it is stored.
    byte[] data() {
        return data;
    }

    /// How many bytes it takes in [#data()].
    int size() {
        return size;
    }

    /// What becomes of a key: its value, a removal, or null when this run leaves it alone.
    byte @Nullable [] get(byte[] key) {
        int slot = firstSlot(hash(key, 0, key.length));
        while (slots[slot] != 0) {
            int index = slots[slot] - 1;
            if (Arrays.equals(data, keyStart(index), keyEnd(index), key, 0, key.length)) {
                return value(index);
            }
            slot = (slot + 1) & (slots.length - 1);
        }
        return null;
    }

    /// How many keys come before that one.
    int countBefore(byte[] key) {
        int low = 0;
        int high = starts.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (Arrays.compareUnsigned(data, keyStart(middle), keyEnd(middle), key, 0, key.length) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    byte[] key(int index) {
        return Arrays.copyOfRange(data, keyStart(index), keyEnd(index));
    }

    byte[] value(int index) {
        ByteSource source = source(index);
        source.skip(source.getCount(size));
        int length = source.getCount(size);
        return length == 0 ? REMOVED : Arrays.copyOfRange(data, source.offset(), source.offset() + length - 1);
    }

    boolean isRemoval(int index) {
        return data[keyEnd(index)] == 0;
    }

    private int keyStart(int index) {
        // Keys are short enough that their length takes one or two bytes.
        return starts[index] + (data[starts[index]] < 0 ? 2 : 1);
    }

    private int keyEnd(int index) {
        return keyStart(index) + source(index).getCount(size);
    }

    private ByteSource source(int index) {
        return new ByteSource(data, starts[index], size, WHAT);
    }

    private int firstSlot(int hash) {
        return (hash ^ hash >>> 15) & (slots.length - 1);
    }

    private static int hash(byte[] array, int from, int to) {
        int hash = 1;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + array[i];
        }
        return hash * 0x9e3779b1;
    }

    /// Takes changes in bytewise order of their keys.
    static final class Builder {
        private static final int MAX_KEY_LENGTH = 1 << 14;

        private final long number;
        private final long position;
        private final ByteSink sink = new ByteSink(1 << 12);
        private int[] starts = new int[256];
        private int count;
        private byte[] last = new byte[0];

        /// Begins a run.
        ///
        /// @param number   its place among the runs of its generation
        /// @param position the position that the ledger reaches with it
        Builder(long number, long position) {
            this.number = number;
            this.position = position;
            sink.putByte(FORMAT).putVarint(position);
        }

        /// Sets a key's value.
        ///
        /// @throws IllegalArgumentException when the key does not come after the last one
        void put(byte[] key, ByteSink value) {
            put(key, value.array(), 0, value.size());
        }

        /// Sets a key's value to a range of an array.
        void put(byte[] key, byte[] value, int offset, int length) {
            begin(key);
            sink.putVarint(length + 1L).putBytes(value, offset, length);
        }

        /// Removes a key.
        void remove(byte[] key) {
            begin(key);
            sink.putVarint(0);
        }

        private void begin(byte[] key) {
            if (count > 0 && Arrays.compareUnsigned(last, key) >= 0) {
                throw new IllegalArgumentException("an item of the ledger is changed twice in one commit");
            }
            if (key.length >= MAX_KEY_LENGTH) {
                throw new IllegalArgumentException("a key of " + key.length + " bytes");
            }
            if (count == starts.length) {
                starts = Arrays.copyOf(starts, count * 2);
            }
            starts[count++] = sink.size();
            last = key;
            sink.putVarint(key.length).putBytes(key);
        }

        StateRun build() {
            return new StateRun(number, position, sink.array(), sink.size(), Arrays.copyOf(starts, count));
        }
    }
}
