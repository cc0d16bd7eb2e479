package io.tidemark.app.owner;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// What is on its way to a client. Messages do not wait for the client to take them: the command may be holding what all others wait for.
/// A client that takes nothing for too long is cut off instead. Answers do wait: they are given when the work is done.
final class Outbox {
    /// What may be on its way to one client, in bytes.
    static final long MOST_BYTES = 64L << 20;

    private final Wire wire;
    private final Deque<ByteBuffer> frames = new ArrayDeque<>();
    private long bytes;
    private boolean broken;
    private boolean ended;
    private boolean hurried;

    Outbox(Wire wire) {
        this.wire = wire;
    }

    /// Sends a frame.
    ///
    /// @return false when the client is gone, or takes nothing
    boolean send(Frame.Kind kind, byte[] source, int offset, int length) {
        ByteBuffer frame = Wire.frame(kind, source, offset, length);
        synchronized (this) {
            if (broken || bytes + frame.remaining() > MOST_BYTES) {
                giveUp();
                return false;
            }
            bytes += frame.remaining();
            frames.add(frame);
            notifyAll();
            return true;
        }
    }

    /// Waits until the client has taken enough for more to be put in, unless there is no time for that any more.
    private synchronized void awaitRoom() throws InterruptedIOException {
        try {
            while (bytes > MOST_BYTES / 2 && !broken && !hurried) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (InterruptedIOException) new InterruptedIOException("interrupted").initCause(e);
        }
    }

    /// Lets nobody wait any more.
    synchronized void hurry() {
        hurried = true;
        notifyAll();
    }

    /// Says that nothing more will be sent.
    synchronized void end() {
        ended = true;
        notifyAll();
    }

    /// Sends nothing more: the client is gone.
    synchronized void giveUp() {
        broken = true;
        frames.clear();
        notifyAll();
    }

    /// Writes what is put in, until it ends or the client is gone. One thread does so.
    void deliver() {
        try {
            for (ByteBuffer frame = next(); frame != null; frame = next()) {
                int length = frame.remaining();
                wire.write(frame);
                taken(length);
            }
        } catch (IOException e) {
            giveUp();
        }
    }

    private synchronized void taken(int length) {
        bytes -= length;
        notifyAll();
    }

    private synchronized @Nullable ByteBuffer next() throws IOException {
        try {
            while (frames.isEmpty() && !ended && !broken) {
                wait();
            }
        } catch (InterruptedException e) {
            throw new IOException("interrupted", e);
        }
        return broken ? null : frames.poll();
    }

    /// A stream into frames of that kind. Fails when the client is gone.
    OutputStream stream(Frame.Kind kind) {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] source, int offset, int length) throws IOException {
                int most = Wire.MOST_BYTES / 2;
                for (int sent = 0; sent < length; sent += most) {
                    if (kind == Frame.Kind.OUT) {
                        awaitRoom();
                    }
                    if (!send(kind, source, offset + sent, Math.min(most, length - sent))) {
                        throw new IOException("whoever asked for this is gone");
                    }
                }
            }
        };
    }
}
