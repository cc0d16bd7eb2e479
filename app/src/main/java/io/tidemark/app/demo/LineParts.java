package io.tidemark.app.demo;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/// Hands a stream of lines out in parts of so many lines each. Not thread-safe; the parts are read one after the other, each to its
/// end.
final class LineParts implements AutoCloseable {
    private static final int BUFFER_BYTES = 64 * 1024;

    private final InputStream lines;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int from;
    private int to;

    LineParts(InputStream lines) {
        this.lines = lines;
    }

    /// How many lines a stream has; a last line without a line feed counts.
    static long count(InputStream lines) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        long count = 0;
        byte last = '\n';
        for (int read = lines.read(buffer); read > 0; read = lines.read(buffer)) {
            for (int i = 0; i < read; i++) {
                count += buffer[i] == '\n' ? 1 : 0;
            }
            last = buffer[read - 1];
        }
        return last == '\n' ? count : count + 1;
    }

    /// The next lines, or as many as there still are.
    InputStream next(long count) {
        return new Part(count);
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }

    private boolean fill() throws IOException {
        if (from == to) {
            from = 0;
            to = Math.max(0, lines.read(buffer));
        }
        return from < to;
    }

    private final class Part extends InputStream {
        private long left;

        Part(long left) {
            this.left = left;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            Objects.checkFromIndexSize(offset, length, bytes.length);
            if (left == 0 || !fill()) {
                return -1;
            }
            int count = 0;
            while (count < length && from < to && left > 0) {
                byte next = buffer[from++];
                bytes[offset + count++] = next;
                left -= next == '\n' ? 1 : 0;
            }
            return count;
        }
    }
}
