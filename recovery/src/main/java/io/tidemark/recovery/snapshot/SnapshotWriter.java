package io.tidemark.recovery.snapshot;

import com.github.luben.zstd.ZstdOutputStream;
import io.tidemark.core.event.Sha256;
import io.tidemark.core.ledger.Account;
import io.tidemark.core.ledger.StateDigest;
import io.tidemark.core.port.Cursor;
import io.tidemark.core.port.LedgerReader;
import io.tidemark.core.port.SnapshotStore;
import io.tidemark.core.port.StorageException;
import io.tidemark.recovery.snapshot.SnapshotManifest.Contents;
import io.tidemark.recovery.snapshot.SnapshotManifest.StoredFile;
import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;

/// Writes the files of one snapshot from a view of the ledger, in constant memory.
final class SnapshotWriter {
    /// Chain heads do not compress; a higher level takes longer and gains nothing.
    private static final int COMPRESSION_LEVEL = 1;
    private static final int BUFFER_BYTES = 256 * 1024;

    private final SnapshotStore.Draft draft;
    private final LedgerReader view;
    private final List<StoredFile> files = new ArrayList<>();
    private final StateDigest stateDigest = new StateDigest();

    SnapshotWriter(SnapshotStore.Draft draft, LedgerReader view) {
        this.draft = draft;
        this.view = view;
    }

    /// What was written.
    record Written(Sha256 stateDigest, Contents contents, List<StoredFile> files) {}

    Written write() {
        long[] counts = new long[7];
        writeFile(SnapshotLines.ACCOUNTS, lines -> counts[0] = writeAll(view.accounts(), account -> {
            stateDigest.add(account);
            lines.write(account);
        }));
        writeFile(SnapshotLines.KEYS, lines -> {
            counts[1] = writeAll(view.openMatters(), lines::write);
            counts[2] = writeAll(view.waitingFollowUps(), lines::write);
            counts[3] = writeAll(view.rejectedKeys(), lines::write);
            counts[4] = writeAll(view.correctedKeys(), lines::write);
            counts[5] = writeAll(view.pausedAccounts(), lines::write);
            counts[6] = writeAll(view.heldAttempts(), lines::write);
        });
        return new Written(stateDigest.finish(),
                new Contents(counts[0], counts[1], counts[2], counts[3], counts[4], counts[5], counts[6]), files);
    }

    private interface FileContent {
        void writeTo(SnapshotLines lines) throws IOException;
    }

    private interface LineWriter<T> {
        void write(T item) throws IOException;
    }

    private static <T> long writeAll(Cursor<T> items, LineWriter<T> writer) throws IOException {
        long count = 0;
        try (items) {
            for (T item = items.next(); item != null; item = items.next()) {
                writer.write(item);
                count++;
            }
        }
        return count;
    }

    private void writeFile(String name, FileContent content) {
        try (MeasuredOutput measured = new MeasuredOutput(draft.create(name))) {
            try (ZstdOutputStream compressed = new ZstdOutputStream(new BufferedOutputStream(measured, BUFFER_BYTES),
                    COMPRESSION_LEVEL).setChecksum(true);
                    SnapshotLines lines = new SnapshotLines(compressed)) {
                content.writeTo(lines);
            }
            files.add(measured.file(name));
        } catch (IOException e) {
            throw new StorageException(StorageException.Kind.FAILED,
                    "the snapshot's file " + name + " cannot be written: " + e.getMessage(), e);
        }
    }

    /// Digests and counts what passes through.
    private static final class MeasuredOutput extends FilterOutputStream {
        private final MessageDigest sha256 = Sha256.newMessageDigest();
        private long size;

        MeasuredOutput(OutputStream target) {
            super(target);
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
            sha256.update(bytes, offset, length);
            size += length;
        }

        StoredFile file(String name) {
            return new StoredFile(name, size, Sha256.copyOf(sha256.digest(), 0));
        }
    }
}
