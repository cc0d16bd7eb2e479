package io.tidemark.app.generate;

import java.io.InputStream;
import java.util.Objects;

/// A generated stream as bytes to read, for whoever takes lines from a stream and needs no file. Closing it does nothing.
/// Not thread-safe.
public final class GeneratedInput extends InputStream {
    private final EventGenerator generator;
    private int read;
    private boolean ended;

    /// All lines of that stream, from the first.
    public GeneratedInput(GeneratorOptions options) {
        generator = new EventGenerator(options);
    }

    @Override
    public int read() {
        return fill() ? generator.line().array()[read++] & 0xFF : -1;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        int filled = 0;
        while (filled < length && fill()) {
            ByteText line = generator.line();
            int count = Math.min(length - filled, line.length() - read);
            System.arraycopy(line.array(), read, bytes, offset + filled, count);
            read += count;
            filled += count;
        }
        return filled == 0 && length > 0 ? -1 : filled;
    }

    /// Makes sure that there is something to read, and says whether there is.
    private boolean fill() {
        if (!ended && read == generator.line().length()) {
            ended = !generator.next();
            read = 0;
        }
        return !ended;
    }
}
