package io.tidemark.app.owner;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/// The process that owns a home, as other processes reach it: any number at once, until it is closed.
public final class Owner implements AutoCloseable {
    private static final long LAST_WORDS_MS = 2000;
    private static final long AFTER_TROUBLE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final OwnerSocket.Listening socket;
    private final Service service;
    private final String program;
    private final Consumer<String> told;
    private final Set<Session> sessions = ConcurrentHashMap.newKeySet();
    private volatile boolean closing;

    private Owner(OwnerSocket.Listening socket, Service service, String program, Consumer<String> told) {
        this.socket = socket;
        this.service = service;
        this.program = program;
        this.told = told;
    }

    /// Begins to serve. The caller has the home open for writing, so that nobody else can be serving it: what an owner from before
    /// left behind is replaced.
    ///
    /// @param home    the directory
    /// @param service what is done for clients
    /// @param program the program's version, which clients must have as well
    /// @param told    hears, on one line, when clients cannot be taken for a while
    /// @throws IOException when the file system or the platform has no sockets that can be reached by a path
    public static Owner serve(Path home, Service service, String program, Consumer<String> told) throws IOException {
        Owner owner = new Owner(OwnerSocket.listen(home.toRealPath()), service, program, told);
        Thread.ofPlatform().daemon().name("tidemark-owner").start(owner::accept);
        return owner;
    }

    private void accept() {
        boolean troubled = false;
        while (!closing) {
            try {
                begin(socket.channel().accept());
                troubled = false;
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException e) {
                // Such as too many open files: those that are connected go on, and this passes.
                if (!troubled) {
                    told.accept("commands of other processes cannot be taken at the moment: " + e.getMessage());
                }
                troubled = true;
                LockSupport.parkNanos(AFTER_TROUBLE_NANOS);
            }
        }
    }

    private void begin(SocketChannel channel) {
        Session session = new Session(new Wire(channel), service);
        sessions.add(session);
        if (closing) {
            session.stop();
        }
        Thread.ofPlatform().daemon().name("tidemark-client").start(() -> {
            try {
                session.serve(new Greeting(Greeting.PROTOCOL, program, ProcessHandle.current().pid(),
                        service.isBusy()));
            } finally {
                sessions.remove(session);
            }
        });
    }

    /// Takes nobody in any more, asks all commands to end, and waits until they have. May be called many times, by any
    /// threads.
    @Override
    public void close() {
        closing = true;
        try {
            socket.close();
        } catch (IOException e) {
            told.accept(socket.file() + " cannot be removed: " + e.getMessage());
        }
        List<Session> left = List.copyOf(sessions);
        left.forEach(Session::stop);
        boolean interrupted = false;
        for (Session session : left) {
            try {
                session.await(LAST_WORDS_MS);
            } catch (InterruptedException e) {
                interrupted = true;
                break;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
