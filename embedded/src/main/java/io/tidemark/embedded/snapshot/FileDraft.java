package io.tidemark.embedded.snapshot;

import io.tidemark.core.port.SnapshotStore;
import io.tidemark.core.port.StorageException;
import io.tidemark.core.port.StorageException.Kind;
import io.tidemark.embedded.disk.Directories;
import io.tidemark.embedded.disk.DiskFailures;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// A snapshot in its private place.
final class FileDraft implements SnapshotStore.Draft {
    private final String id;
    private final Path work;
    private final Path target;
    private boolean open;
    private boolean ended;

    FileDraft(String id, Path work, Path target) {
        this.id = id;
        this.work = work;
        this.target = target;
    }

    @Override
    public OutputStream create(String file) {
        if (Directories.checkName(file).equals(FileSnapshotStore.MANIFEST)) {
            throw new IllegalArgumentException("the manifest is written by publishing");
        }
        checkIdle();
        try {
            FileChannel channel = create(work.resolve(file));
            open = true;
            return new SyncedStream(channel, () -> open = false);
        } catch (IOException e) {
            throw DiskFailures.of(e, "write " + file + " of snapshot " + id);
        }
    }

    private static FileChannel create(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    private void checkIdle() {
        if (open || ended) {
            throw new IllegalStateException(
                    ended ? "snapshot " + id + " is ended" : "a file of snapshot " + id + " is open");
        }
    }

    @Override
    public void publish(byte[] manifest) {
        checkIdle();
        try {
            Directories.sync(work);
            try (FileChannel channel = create(work.resolve(FileSnapshotStore.MANIFEST))) {
                ByteBuffer bytes = ByteBuffer.wrap(manifest);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Directories.sync(work);
            if (Files.exists(target)) {
                throw new StorageException(Kind.FAILED,
                        "cannot publish snapshot " + id + ": there is one of that name");
            }
            Directories.move(work, target);
            ended = true;
        } catch (IOException e) {
            throw DiskFailures.of(e, "publish snapshot " + id);
        }
    }

    @Override
    public void close() {
        if (!ended) {
            ended = true;
            try {
                Directories.delete(work);
            } catch (IOException e) {
                throw DiskFailures.of(e, "remove the unfinished snapshot " + id);
            }
        }
    }

    /// Is on disk once closed.
    private static final class SyncedStream extends OutputStream {
        private final FileChannel channel;
        private final OutputStream stream;
        private final Runnable onClose;

        SyncedStream(FileChannel channel, Runnable onClose) {
            this.channel = channel;
            this.stream = Channels.newOutputStream(channel);
            this.onClose = onClose;
        }

        @Override
        public void write(int b) throws IOException {
            stream.write(b);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            stream.write(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            onClose.run();
            try (channel) {
                if (channel.isOpen()) {
                    channel.force(true);
                }
            }
        }
    }
}
