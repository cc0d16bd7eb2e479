package io.tidemark.core.bundle;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/// Cuts a stream into lines, which are ranges of a few arrays rather than copies one by one.
///
/// Lines end with LF or CRLF; the last may end with the stream. Lines of nothing but whitespace are passed over, and counted.
/// A line of more than [InputLine#MAX_BYTES] is passed over without being kept, and reported. Memory is constant: what lines
/// refer to is never written again, so that they can be handed to other threads, and is free once they are dropped.
///
/// A stream that fails (a truncated archive, say) fails only after every complete line before has been read.
///
/// Not thread-safe.
public final class InputReader implements AutoCloseable {
    private static final int CHUNK_BYTES = 256 * 1024;
    /// Room for the longest line with a CR, and a good piece of what follows.
    private static final int LARGE_CHUNK_BYTES = InputLine.MAX_BYTES + CHUNK_BYTES;
    private static final byte[] NOTHING = {};

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class,
            ByteOrder.LITTLE_ENDIAN);
    private static final long EACH_BYTE = 0x0101_0101_0101_0101L;
    private static final long EACH_TOP_BIT = EACH_BYTE << 7;
    private static final long EACH_LF = EACH_BYTE * '\n';

    private final InputStream in;
    private byte[] chunk = new byte[CHUNK_BYTES];
    /// Where the line at hand begins.
    private int start;
    /// Up to where it is known to have no end.
    private int searched;
    /// Up to where the chunk is filled.
    private int filled;
    private long number;
    private boolean ended;
    private @Nullable IOException failure;

    /// A line of the stream.
    ///
    /// @param number  its number, from 1
    /// @param array   holds the line, and others; not to be changed
    /// @param offset  where it begins
    /// @param length  its length in bytes, without what ends it
    /// @param tooLong whether the line was longer than [InputLine#MAX_BYTES]; nothing of it is there then
    @SuppressWarnings("ArrayRecordComponent") // lines are handed on, never compared
    public record Line(long number, byte[] array, int offset, int length, boolean tooLong) {}

    /// A reader of that stream.
    ///
    /// @param in read in large pieces; whoever opens it unpacks it
    public InputReader(InputStream in) {
        this.in = in;
    }

    /// The next line, or null after the last.
    ///
    /// @throws IOException when the stream fails; calling again fails again
    public @Nullable Line next() throws IOException {
        while (true) {
            int lineFeed = indexOfLineFeed();
            if (lineFeed >= 0) {
                Line line = line(lineFeed);
                start = lineFeed + 1;
                searched = start;
                if (line != null) {
                    return line;
                }
            } else if (filled - start > InputLine.MAX_BYTES + 1) {
                return passOverLine();
            } else if (!fill()) {
                Line last = filled > start ? line(filled) : null;
                start = filled;
                return last;
            }
        }
    }

    /// The line at hand, which ends there, or null when it is blank.
    private @Nullable Line line(int lineEnd) {
        number++;
        int end = lineEnd > start && chunk[lineEnd - 1] == '\r' ? lineEnd - 1 : lineEnd;
        if (end - start > InputLine.MAX_BYTES) {
            return new Line(number, NOTHING, 0, 0, true);
        }
        return JsonSyntax.skipWhitespace(chunk, start, end) == end
                ? null
                : new Line(number, chunk, start, end - start, false);
    }

    /// Reads on to the end of a line that is too long, into memory that no line refers to.
    private Line passOverLine() throws IOException {
        number++;
        chunk = new byte[CHUNK_BYTES];
        int lineFeed;
        do {
            start = 0;
            searched = 0;
            filled = 0;
            lineFeed = fill() ? indexOfLineFeed() : 0;
        } while (lineFeed < 0);
        start = Math.min(lineFeed + 1, filled);
        searched = start;
        return new Line(number, NOTHING, 0, 0, true);
    }

    /// Reads more behind what is there.
    ///
    /// @return false at the end of the stream
    private boolean fill() throws IOException {
        if (failure != null) {
            throw new IOException(failure.getMessage(), failure);
        }
        if (ended) {
            return false;
        }
        if (filled == chunk.length) {
            startNewChunk();
        }
        try {
            int read = in.read(chunk, filled, chunk.length - filled);
            filled += Math.max(read, 0);
            ended = read < 0;
            return !ended;
        } catch (IOException e) {
            failure = e;
            throw e;
        }
    }

    private void startNewChunk() {
        int kept = filled - start;
        byte[] next = new byte[kept > CHUNK_BYTES / 2 ? LARGE_CHUNK_BYTES : CHUNK_BYTES];
        System.arraycopy(chunk, start, next, 0, kept);
        searched -= start;
        start = 0;
        filled = kept;
        chunk = next;
    }

    /// The index of the first LF not searched for yet, or -1; eight bytes at a time.
    private int indexOfLineFeed() {
        int at = searched;
        for (; at + Long.BYTES <= filled; at += Long.BYTES) {
            long differing = (long) LONGS.get(chunk, at) ^ EACH_LF;
            // The lowest top bit that is set belongs to the first zero byte; higher ones may be a borrow's.
            long zeros = (differing - EACH_BYTE) & ~differing & EACH_TOP_BIT;
            if (zeros != 0) {
                return at + (Long.numberOfTrailingZeros(zeros) >> 3);
            }
        }
        for (; at < filled; at++) {
            if (chunk[at] == '\n') {
                return at;
            }
        }
        searched = filled;
        return -1;
    }

    /// Closes the stream.
    @Override
    public void close() throws IOException {
        in.close();
    }
}
