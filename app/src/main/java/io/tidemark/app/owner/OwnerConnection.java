package io.tidemark.app.owner;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// A client's connection to the owner of a home. For one command, used by one thread.
public final class OwnerConnection implements AutoCloseable {
    private static final int INPUT_BYTES = 256 * 1024;
    private static final long GREETING_MS = 5000;

    private final Wire wire;
    private final Greeting greeting;
    private final Path home;

    private OwnerConnection(Wire wire, Greeting greeting, Path home) {
        this.wire = wire;
        this.greeting = greeting;
        this.home = home;
    }

    /// Lets a command be asked to end early: waits until it is, and returns then, or never.
    @FunctionalInterface
    public interface Stop {
        /// Waits.
        ///
        /// @throws InterruptedException when the thread is interrupted
        void await() throws InterruptedException;
    }

    /// Connects to the owner of a home.
    ///
    /// @param program this program's version
    /// @return the connection, or null when nobody serves the home
    /// @throws OwnerException when there is an owner that does not answer, or that is of another version
    /// @throws IOException    when the attempt fails in another way
    public static @Nullable OwnerConnection open(Path home, String program) throws IOException {
        SocketChannel channel = OwnerSocket.connect(home);
        if (channel == null) {
            return null;
        }
        Wire wire = new Wire(channel);
        OwnerConnection connection = null;
        try {
            Frame first = wire.read(GREETING_MS);
            Greeting greeting = first == null || first.kind() != Frame.Kind.GREETING ? null
                    : Greeting.parse(first.text());
            if (greeting == null) {
                throw new OwnerException(OwnerException.Reason.UNREACHABLE,
                        home + " is in use by a process that does not answer; wait for it, or stop it");
            }
            if (greeting.protocol() != Greeting.PROTOCOL || !greeting.program().equals(program)) {
                throw new OwnerException(OwnerException.Reason.UNREACHABLE,
                        home + " is in use by process " + greeting.process() + ", which is Tidemark "
                                + greeting.program() + " (protocol " + greeting.protocol() + "); this is " + program
                                + " (protocol " + Greeting.PROTOCOL + "). Use that version, or stop the process");
            }
            connection = new OwnerConnection(wire, greeting, home);
            return connection;
        } finally {
            if (connection == null) {
                wire.close();
            }
        }
    }

    /// Whether something goes on at the owner that makes everybody wait who looks at the ledger.
    public boolean isBusy() {
        return greeting.busy();
    }

    /// Has the owner run a command and hands on what it says, as it says it.
    ///
    /// @param in   read only when the command reads
    /// @param out  takes what goes to the standard output
    /// @param err  takes what goes to the standard error, and is flushed after each piece
    /// @param stop returns when the command is to end early
    /// @return its exit code
    /// @throws OwnerException when the owner ends before the command does
    /// @throws IOException    when `out` or `err` fails
    public int run(Request request, InputStream in, OutputStream out, OutputStream err, Stop stop) throws IOException {
        send(() -> wire.write(Frame.Kind.REQUEST, request.encoded()));
        Thread.ofPlatform().daemon().name("tidemark-stop").start(() -> tellOfStop(stop));
        try (Feed feed = new Feed(wire, in)) {
            for (Frame frame = next(); frame != null; frame = next()) {
                switch (frame.kind()) {
                    case OUT -> out.write(frame.bytes().array());
                    case ERR -> {
                        err.write(frame.bytes().array());
                        err.flush();
                    }
                    case WANT -> feed.more();
                    case EXIT -> {
                        return frame.bytes().getInt();
                    }
                    case GREETING, REQUEST, INPUT, INPUT_END, STOP -> throw lost();
                }
            }
        }
        throw lost();
    }

    private @Nullable Frame next() throws OwnerException {
        try {
            return wire.read();
        } catch (IOException e) {
            throw lost(e);
        }
    }

    private interface Sending {
        void send() throws IOException;
    }

    private void send(Sending sending) throws OwnerException {
        try {
            sending.send();
        } catch (IOException e) {
            throw lost(e);
        }
    }

    private OwnerException lost(Throwable cause) {
        OwnerException lost = lost();
        lost.initCause(cause);
        return lost;
    }

    private OwnerException lost() {
        return new OwnerException(OwnerException.Reason.LOST, "process " + greeting.process() + ", which has " + home
                + ", ended before the command did; what it acknowledged is on disk, run the same again to go on");
    }

    private void tellOfStop(Stop stop) {
        try {
            stop.await();
            wire.write(Frame.Kind.STOP);
        } catch (InterruptedException | IOException e) {
            // The command has ended already.
        }
    }

    /// Lets go of the owner. A command that is still running there is asked to end.
    @Override
    public void close() {
        try {
            wire.close();
        } catch (IOException e) {
            // Nothing depends on it any more.
        }
    }

    /// Reads the standard input on behalf of the owner, piece by piece as it asks for them, on a thread of its own: what waits for input
    /// must not keep from hearing what is said.
    private static final class Feed implements AutoCloseable {
        private final Wire wire;
        private final InputStream in;
        private @Nullable Thread thread;
        private int wanted;
        private boolean closed;

        Feed(Wire wire, InputStream in) {
            this.wire = wire;
            this.in = in;
        }

        synchronized void more() {
            wanted++;
            notifyAll();
            if (thread == null) {
                thread = Thread.ofPlatform().daemon().name("tidemark-input").start(this::feed);
            }
        }

        private synchronized boolean awaitWanted() throws InterruptedException {
            while (wanted == 0 && !closed) {
                wait();
            }
            wanted--;
            return !closed;
        }

        private void feed() {
            byte[] piece = new byte[INPUT_BYTES + 1];
            try {
                while (awaitWanted()) {
                    int count = in.read(piece, 1, INPUT_BYTES);
                    if (count < 0) {
                        wire.write(Frame.Kind.INPUT_END);
                        return;
                    }
                    piece[0] = (byte) (in.available() > 0 ? 1 : 0);
                    wire.write(Wire.frame(Frame.Kind.INPUT, piece, 0, count + 1));
                }
            } catch (InterruptedException | IOException e) {
                breakOff();
            }
        }

        /// Input that cannot be read on must not look like an end: the command is asked to stop.
        private void breakOff() {
            try {
                wire.write(Frame.Kind.STOP);
            } catch (IOException e) {
                // The owner is gone, and with it the command.
            }
        }

        @Override
        public synchronized void close() {
            closed = true;
            notifyAll();
        }
    }
}
