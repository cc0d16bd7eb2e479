package io.tidemark.embedded.snapshot;

import io.tidemark.core.port.SnapshotStore;
import io.tidemark.core.port.StorageException;
import io.tidemark.core.port.StorageException.Kind;
import io.tidemark.embedded.disk.Directories;
import io.tidemark.embedded.disk.DiskFailures;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// The snapshots in a home's `snapshots/`, a directory each. What is not whole yet, or no longer, lies in another directory.
public final class FileSnapshotStore implements SnapshotStore {
    /// The file that makes a directory of files a snapshot.
    public static final String MANIFEST = "manifest.json";

    private final Path directory;
    private final Path temporary;
    private final boolean writable;
    private final AtomicLong works = new AtomicLong();

    /// The snapshots in a directory, which need not be there.
    ///
    /// @param directory where published snapshots are
    /// @param temporary where unfinished work is, on the same file system; whoever owns the home empties it
    /// @param writable  whether snapshots may be made and removed
    public FileSnapshotStore(Path directory, Path temporary, boolean writable) {
        this.directory = directory;
        this.temporary = temporary;
        this.writable = writable;
    }

    @Override
    public List<String> list() {
        try {
            return Directories.names(directory);
        } catch (IOException e) {
            throw DiskFailures.of(e, "list the snapshots in " + directory);
        }
    }

    @Override
    public Draft begin(String id) {
        Path target = writablePlace(id);
        if (Files.exists(target)) {
            throw new StorageException(Kind.FAILED, "cannot make snapshot " + id + ": there is one of that name");
        }
        try {
            Path work = temporary.resolve("snapshot-" + works.incrementAndGet() + "-" + id);
            Directories.delete(work);
            Directories.create(work);
            Directories.create(directory);
            return new FileDraft(id, work, target);
        } catch (IOException e) {
            throw DiskFailures.of(e, "make snapshot " + id);
        }
    }

    @Override
    public byte @Nullable [] manifest(String id) {
        // Asked for by whatever name a person typed: one that no snapshot can have is the name of none.
        if (!Directories.isName(id) || !Files.isDirectory(place(id))) {
            throw new StorageException(Kind.MISSING, "there is no snapshot " + id);
        }
        try {
            return Files.readAllBytes(place(id).resolve(MANIFEST));
        } catch (NoSuchFileException _) {
            return null;
        } catch (IOException e) {
            throw DiskFailures.of(e, "read the manifest of snapshot " + id);
        }
    }

    @Override
    public InputStream open(String id, String file) {
        try {
            return Files.newInputStream(place(id).resolve(Directories.checkName(file)));
        } catch (IOException e) {
            throw DiskFailures.of(e, "read " + file + " of snapshot " + id);
        }
    }

    @Override
    public void delete(String id) {
        Path place = writablePlace(id);
        if (!Files.exists(place)) {
            return;
        }
        try {
            Files.deleteIfExists(place.resolve(MANIFEST));
            Directories.sync(place);
            Directories.create(temporary);
            Path waste = temporary.resolve("deleted-" + works.incrementAndGet() + "-" + id);
            Directories.delete(waste);
            Directories.move(place, waste);
            Directories.delete(waste);
        } catch (IOException e) {
            throw DiskFailures.of(e, "delete snapshot " + id);
        }
    }

    private Path writablePlace(String id) {
        if (!writable) {
            throw new StorageException(Kind.READ_ONLY,
                    "cannot change snapshot " + id + ": the home was opened for reading");
        }
        return place(id);
    }

    private Path place(String id) {
        return directory.resolve(Directories.checkName(id));
    }
}
