package io.tidemark.app.owner;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The socket in a home.
final class OwnerSocket {
    /// The file's name.
    static final String FILE = "SOCKET";
    /// Where unfinished things lie in a home.
    private static final String TEMPORARY = "tmp";
    /// What every system takes for the path of a socket, in bytes.
    private static final int LONGEST_PATH = 100;

    private OwnerSocket() {}

    /// Something that is done with the address of a socket.
    private interface Use<T> {
        T with(UnixDomainSocketAddress address) throws IOException;
    }

    /// A socket that listens.
    ///
    /// @param file     where it is found
    /// @param identity tells it from what may be there later
    record Listening(ServerSocketChannel channel, Path file, @Nullable Object identity) {
        /// Listens no more, and takes the file away if it is still this one.
        void close() throws IOException {
            try (channel) {
                if (identity != null && identity.equals(identityOf(file))) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    /// Begins to listen, in the place of whatever listened there before. Whoever calls holds the home's lock.
    ///
    /// The socket is made where nobody else gets in, closed to all but its user, and then moved to its place in one step: there is no
    /// moment in which another user could reach it.
    ///
    /// @throws IOException when the file system or the platform has no such sockets
    static Listening listen(Path home) throws IOException {
        Path room = Files.createTempDirectory(Files.createDirectories(home.resolve(TEMPORARY)), "socket-");
        Path made = room.resolve("s");
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        boolean done = false;
        try {
            withAddress(home, home.relativize(made), address -> channel.bind(address));
            PosixFileAttributeView view = Files.getFileAttributeView(made, PosixFileAttributeView.class);
            if (view == null) {
                throw new IOException("the file system cannot keep other users out of a socket");
            }
            view.setPermissions(Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE));
            Path file = home.resolve(FILE);
            Files.move(made, file, StandardCopyOption.ATOMIC_MOVE);
            done = true;
            return new Listening(channel, file, identityOf(file));
        } finally {
            if (!done) {
                channel.close();
                Files.deleteIfExists(made);
            }
            Files.deleteIfExists(room);
        }
    }

    /// Connects to whoever listens in a home.
    ///
    /// @return the connection, or null when nobody does, or this user may not
    /// @throws IOException when the attempt fails in another way
    static @Nullable SocketChannel connect(Path home) throws IOException {
        if (!Files.exists(home.resolve(FILE), LinkOption.NOFOLLOW_LINKS)) {
            return null;
        }
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        boolean done = false;
        try {
            withAddress(home, Path.of(FILE), channel::connect);
            done = true;
            return channel;
        } catch (ConnectException e) {
            // Left behind by one that was killed.
            return null;
        } catch (SocketException e) {
            // Gone in between, or another user's. Whether somebody has the home is for its lock to say.
            return null;
        } finally {
            if (!done) {
                channel.close();
            }
        }
    }

    /// A path that is too long for a socket is gone through a link in a directory of the system's temporary one, which is there only
    /// meanwhile: the socket itself is in the home all the same.
    private static <T> void withAddress(Path home, Path inside, Use<T> use) throws IOException {
        Path direct = home.resolve(inside);
        if (direct.toString().getBytes(StandardCharsets.UTF_8).length <= LONGEST_PATH) {
            use.with(UnixDomainSocketAddress.of(direct));
            return;
        }
        Path room = Files.createTempDirectory("tidemark-");
        Path link = room.resolve("h");
        try {
            Files.createSymbolicLink(link, home.toRealPath());
            use.with(UnixDomainSocketAddress.of(link.resolve(inside)));
        } finally {
            Files.deleteIfExists(link);
            Files.deleteIfExists(room);
        }
    }

    private static @Nullable Object identityOf(Path file) throws IOException {
        return Files.exists(file, LinkOption.NOFOLLOW_LINKS)
                ? Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS).fileKey()
                : null;
    }
}
