package io.tidemark.app.owner;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Frames over a connection: a byte that says what it is, four that say how long, and that many bytes. One thread reads; any number
/// write.
final class Wire implements Closeable {
    /// No frame is longer, in bytes: a request can hold as much as a system takes for a command line.
    static final int MOST_BYTES = 16 << 20;
    private static final int HEADER_BYTES = 5;
    private static final byte[] NOTHING = new byte[0];

    private final SocketChannel channel;
    private final Object writing = new Object();

    Wire(SocketChannel channel) {
        this.channel = channel;
    }

    /// Waits for the next frame.
    ///
    /// @return it, or null when the other side has ended between two frames
    /// @throws IOException when the connection breaks, or carries something else than frames
    @Nullable
    Frame read() throws IOException {
        return read(channel);
    }

    /// Waits for the next frame, but not longer than that.
    ///
    /// @return it, or null when the other side has ended or says nothing
    /// @throws IOException when the connection breaks, or carries something else than frames
    @Nullable
    Frame read(long millis) throws IOException {
        channel.configureBlocking(false);
        try (Selector selector = Selector.open()) {
            channel.register(selector, SelectionKey.OP_READ);
            if (selector.select(millis) == 0) {
                return null;
            }
        }
        channel.configureBlocking(true);
        return read(channel);
    }

    private static @Nullable Frame read(ByteChannel channel) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
        if (!fill(channel, header)) {
            return null;
        }
        Frame.Kind kind;
        try {
            kind = Frame.Kind.of(header.get());
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
        int length = header.getInt();
        if (length < 0 || length > MOST_BYTES) {
            throw new IOException("a frame of " + length + " bytes");
        }
        ByteBuffer bytes = ByteBuffer.allocate(length);
        if (length > 0 && !fill(channel, bytes)) {
            throw new EOFException("the connection ends within a frame");
        }
        return new Frame(kind, bytes);
    }

    /// Reads until the buffer is full and turns it round.
    ///
    /// @return false when there was nothing at all
    private static boolean fill(ByteChannel channel, ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            if (channel.read(buffer) < 0) {
                if (buffer.position() == 0) {
                    return false;
                }
                throw new EOFException("the connection ends within a frame");
            }
        }
        buffer.flip();
        return true;
    }

    /// A frame as bytes, ready to be written.
    static ByteBuffer frame(Frame.Kind kind, byte[] bytes, int offset, int length) {
        ByteBuffer frame = ByteBuffer.allocate(HEADER_BYTES + length);
        return frame.put(kind.number()).putInt(length).put(bytes, offset, length).flip();
    }

    /// Writes a frame that [#frame] made; waits until the other side takes it.
    void write(ByteBuffer frame) throws IOException {
        synchronized (writing) {
            while (frame.hasRemaining()) {
                channel.write(frame);
            }
        }
    }

    /// Writes a frame.
    void write(Frame.Kind kind, byte[] bytes) throws IOException {
        write(frame(kind, bytes, 0, bytes.length));
    }

    /// Writes a frame without bytes.
    void write(Frame.Kind kind) throws IOException {
        write(kind, NOTHING);
    }

    /// Writes a frame of text.
    void write(Frame.Kind kind, String text) throws IOException {
        write(kind, text.getBytes(StandardCharsets.UTF_8));
    }

    /// Says that nothing more will be written.
    void endWriting() throws IOException {
        channel.shutdownOutput();
    }

    /// Ends the connection; whoever reads or writes is told.
    @Override
    public void close() throws IOException {
        channel.close();
    }
}
