package io.tidemark.embedded.log;

import io.tidemark.core.port.StorageException;
import io.tidemark.embedded.disk.Directories;
import io.tidemark.embedded.disk.DiskFailures;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// How far the log was acknowledged, in a file of its own beside the database.
///
/// A database's write-ahead log cannot tell damage from what a crash tore: it takes either for its end, and what was acknowledged
/// behind the damage would be gone without a word. This mark is what the log is held against when it is opened.
///
/// The file has three places, each in a block of its own and with a checksum. The first is written before every acknowledgement and
/// not synced: it outlives a program that is killed. The others are written in turn and synced a moment later, by a thread that puts do
/// not wait for: one of them is whole whatever a failure of power tears. Of all places that are whole the furthest counts. Writing is
/// for one caller at a time.
final class AcknowledgedMark implements AutoCloseable {
    static final String FILE = "ACKNOWLEDGED";

    private static final long MAGIC = 0x7469_6465_6163_6b01L;
    private static final int BLOCK = 4096;
    private static final int PLACES = 3;
    private static final int LENGTH = 3 * Long.BYTES;
    private static final int UNSYNCED_PLACE = 0;
    /// How long a mark may wait for its sync. Shorter, and syncs of marks hold up those of the log.
    private static final long SYNC_DELAY_MS = 10;

    private final Path directory;
    private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(1,
            task -> Thread.ofPlatform().daemon().name("tidemark-acknowledged").unstarted(task));
    private final AtomicBoolean awaited = new AtomicBoolean();
    // A caller that is interrupted must not close it for good, as a channel would be: that is for the thread that syncs.
    private RandomAccessFile file;
    private volatile long position;
    private volatile long syncedPosition;
    private volatile @Nullable StorageException failure;
    private int syncedPlace;

    private AcknowledgedMark(Path directory, RandomAccessFile file, long[] places) {
        this.directory = directory;
        this.file = file;
        this.position = furthest(places);
        this.syncedPosition = position;
        this.syncedPlace = olderPlace(places);
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /// How far the log in a directory was acknowledged, as far as is known; 0 when nothing is.
    static long read(Path directory) {
        return furthest(readPlaces(directory));
    }

    private static long furthest(long[] places) {
        return Arrays.stream(places).max().orElse(0);
    }

    /// Which of the synced places is to be written next: never the one that says more.
    private static int olderPlace(long[] places) {
        return places[1] <= places[2] ? 1 : 2;
    }

    /// What each place says; 0 where it is not whole.
    private static long[] readPlaces(Path directory) {
        long[] places = new long[PLACES];
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(directory.resolve(FILE));
        } catch (NoSuchFileException _) {
            return places;
        } catch (IOException e) {
            throw DiskFailures.of(e, "read " + directory.resolve(FILE));
        }
        for (int place = 0; place < PLACES && (place + 1) * BLOCK <= bytes.length; place++) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes, place * BLOCK, LENGTH).slice();
            if (buffer.getLong(0) == MAGIC && buffer.getLong(2 * Long.BYTES) == checksum(buffer)) {
                places[place] = buffer.getLong(Long.BYTES);
            }
        }
        return places;
    }

    /// Opens the mark for writing.
    ///
    /// @param last the last position of the log, which is on disk: the mark is brought up to it
    static AcknowledgedMark open(Path directory, long last) {
        try {
            if (read(directory) == 0) {
                make(directory, last);
            }
            AcknowledgedMark mark = new AcknowledgedMark(directory, openFile(directory), readPlaces(directory));
            if (last > mark.position) {
                mark.advance(last);
            }
            return mark;
        } catch (IOException e) {
            throw DiskFailures.of(e, "open " + directory.resolve(FILE));
        }
    }

    private static RandomAccessFile openFile(Path directory) throws IOException {
        return new RandomAccessFile(directory.resolve(FILE).toFile(), "rw");
    }

    /// Makes the file anew in one step, with room for all that will ever be written to it.
    private static void make(Path directory, long position) throws IOException {
        Path made = directory.resolve(FILE + ".new");
        try (FileChannel channel = FileChannel.open(made, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer all = ByteBuffer.allocate(PLACES * BLOCK);
            for (int place = 0; place < PLACES; place++) {
                all.put(place * BLOCK, encode(position), 0, LENGTH);
            }
            while (all.hasRemaining()) {
                channel.write(all);
            }
            channel.force(true);
        }
        Directories.move(made, directory.resolve(FILE));
    }

    private static ByteBuffer encode(long position) {
        ByteBuffer buffer = ByteBuffer.allocate(LENGTH).putLong(0, MAGIC).putLong(Long.BYTES, position);
        return buffer.putLong(2 * Long.BYTES, checksum(buffer));
    }

    private static long checksum(ByteBuffer buffer) {
        CRC32C crc = new CRC32C();
        crc.update(buffer.slice(0, 2 * Long.BYTES));
        return crc.getValue();
    }

    /// The furthest position that was ever acknowledged.
    long position() {
        return position;
    }

    /// Notes that the log up to there is on disk, before anybody is told.
    void advance(long to) {
        StorageException failed = failure;
        if (failed != null) {
            throw failed;
        }
        try {
            file.seek((long) UNSYNCED_PLACE * BLOCK);
            file.write(encode(to).array());
        } catch (IOException e) {
            throw DiskFailures.of(e, "write " + directory.resolve(FILE));
        }
        position = to;
        if (awaited.compareAndSet(false, true)) {
            Future<?> _ = thread.schedule(this::sync, SYNC_DELAY_MS, TimeUnit.MILLISECONDS);
        }
    }

    /// Takes back what the mark says, for good: nothing beyond that position is missed any more. Only where nothing was acknowledged
    /// since the opening.
    void reset(long to) {
        try {
            file.close();
            make(directory, to);
            file = openFile(directory);
            position = to;
            syncedPosition = to;
            syncedPlace = 1;
        } catch (IOException e) {
            throw DiskFailures.of(e, "write " + directory.resolve(FILE));
        }
    }

    private void sync() {
        // First: what is noted from here on is waited for again.
        awaited.set(false);
        long next = position;
        try {
            FileChannel channel = file.getChannel();
            channel.write(encode(next), (long) syncedPlace * BLOCK);
            channel.force(false);
            syncedPlace = syncedPlace == 1 ? 2 : 1;
            syncedPosition = next;
        } catch (IOException e) {
            failure = DiskFailures.of(e, "sync " + directory.resolve(FILE));
        }
    }

    /// Lets go of the file when all of the mark is on disk.
    @Override
    public void close() {
        thread.close();
        if (syncedPosition != position) {
            sync();
        }
        try {
            file.close();
        } catch (IOException e) {
            throw DiskFailures.of(e, "close " + directory.resolve(FILE));
        }
    }
}
