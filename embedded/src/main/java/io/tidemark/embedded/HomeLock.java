package io.tidemark.embedded;

import io.tidemark.core.port.StorageException;
import io.tidemark.core.port.StorageException.Kind;
import io.tidemark.embedded.disk.DiskFailures;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Holds a home for writing, against other processes and within this one. The operating system lets go of it when the process
/// ends, however it ends; what the file says afterwards is history.
final class HomeLock implements AutoCloseable {
    /// The file's name.
    static final String FILE = "LOCK";

    /// What this process holds, by directory. Asked first: merely closing another channel on the file would let go of the
    /// lock, as some systems have it.
    private static final Map<Path, String> HELD = new ConcurrentHashMap<>();

    private final Path home;
    private final FileChannel channel;
    private final FileLock lock;

    private HomeLock(Path home, FileChannel channel, FileLock lock) {
        this.home = home;
        this.channel = channel;
        this.lock = lock;
    }

    /// Takes the lock of a home.
    ///
    /// @param directory the home, which is there
    /// @throws StorageException of kind `LOCKED`, naming who holds it
    static HomeLock take(Path directory, Instant now) {
        Path home;
        try {
            home = directory.toRealPath();
        } catch (IOException e) {
            throw DiskFailures.of(e, "lock " + directory);
        }
        String holder = "process " + ProcessHandle.current().pid() + " since " + now;
        String other = HELD.putIfAbsent(home, holder);
        if (other != null) {
            throw locked(directory, other);
        }
        HomeLock taken = null;
        try {
            taken = lock(home, directory, holder);
            return taken;
        } finally {
            if (taken == null) {
                HELD.remove(home);
            }
        }
    }

    private static HomeLock lock(Path home, Path directory, String holder) {
        Path file = home.resolve(FILE);
        FileChannel channel = null;
        try {
            channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ,
                    StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock == null) {
                String other = Files.readString(file).strip();
                channel.close();
                throw locked(directory, other.isEmpty() ? "another process" : other);
            }
            channel.truncate(0);
            channel.write(ByteBuffer.wrap((holder + "\n").getBytes(StandardCharsets.UTF_8)), 0);
            return new HomeLock(home, channel, lock);
        } catch (IOException e) {
            close(channel, e);
            throw DiskFailures.of(e, "lock " + directory);
        } catch (ReadOnlyFileSystemException e) {
            throw DiskFailures.of(e, "lock " + directory);
        }
    }

    private static void close(@Nullable FileChannel channel, IOException cause) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    private static StorageException locked(Path directory, String holder) {
        return new StorageException(Kind.LOCKED, directory + " is in use by " + holder + "; wait for it, or stop it");
    }

    @Override
    public void close() {
        try (channel) {
            if (lock.isValid()) {
                lock.release();
            }
        } catch (IOException e) {
            throw DiskFailures.of(e, "unlock " + home);
        } finally {
            HELD.remove(home);
        }
    }
}
