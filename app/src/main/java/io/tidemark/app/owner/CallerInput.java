package io.tidemark.app.owner;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;

/// A client's standard input, as its command reads it. The client is asked for more only when the command wants more, so that what no
/// command reads stays with the client. One thread reads.
final class CallerInput extends InputStream {
    private static final byte[] NOTHING = new byte[0];
    private static final long LOOK_MS = 50;
    /// How long a command that was asked to end may go on waiting for input, in looks: it should notice by itself.
    private static final int PATIENCE_LOOKS = 20;

    private final Outbox outbox;
    private ByteBuffer buffer = ByteBuffer.allocate(0);
    private boolean more;
    private boolean wanted;
    private boolean ended;
    private boolean stopping;
    private boolean broken;

    CallerInput(Outbox outbox) {
        this.outbox = outbox;
    }

    /// Takes what came: the flag, then the bytes.
    synchronized void take(ByteBuffer bytes) {
        more = bytes.get() == 1;
        buffer = bytes;
        wanted = false;
        notifyAll();
    }

    /// There is no more.
    synchronized void end() {
        ended = true;
        notifyAll();
    }

    /// The command was asked to end.
    synchronized void stop() {
        stopping = true;
        notifyAll();
    }

    /// The client is gone: what it did not send must not look like an end.
    synchronized void giveUp() {
        broken = true;
        notifyAll();
    }

    @Override
    public synchronized int available() {
        return buffer.hasRemaining() ? buffer.remaining() : more ? 1 : 0;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public synchronized int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        await();
        if (!buffer.hasRemaining()) {
            return -1;
        }
        int count = Math.min(length, buffer.remaining());
        buffer.get(target, offset, count);
        return count;
    }

    private void await() throws IOException {
        int looks = 0;
        while (!buffer.hasRemaining() && !ended) {
            if (broken) {
                throw new IOException("whoever sent it is gone");
            }
            if (stopping && ++looks > PATIENCE_LOOKS) {
                throw new InterruptedIOException("interrupted");
            }
            if (!wanted) {
                wanted = outbox.send(Frame.Kind.WANT, NOTHING, 0, 0);
                broken |= !wanted;
            }
            try {
                wait(LOOK_MS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw (InterruptedIOException) new InterruptedIOException("interrupted").initCause(e);
            }
        }
    }
}
