package io.tidemark.app.demo;

import io.tidemark.Tidemark;
import io.tidemark.TidemarkOptions;
import io.tidemark.app.wiring.Access;
import io.tidemark.core.port.StorageException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/// The home that a demonstration works in, and may therefore throw away.
///
/// It bears a mark, a file of its own name, from before anything else is in it until after everything else is gone. A directory
/// without the mark is nobody's to delete.
final class DemoHome {
    /// The mark's name. A home takes no notice of names that begin with a point.
    static final String MARK = ".tidemark-demo";
    private static final String MARK_TEXT = "Made by `tidemark demo`, which deletes everything in here when it is run again.\n";
    private static final String LEDGER = "ledger";
    /// The name of another home within this one.
    private static final String BESIDE = ".beside";

    private final Path directory;
    private final TidemarkOptions options;

    private DemoHome(Path directory, TidemarkOptions options) {
        this.directory = directory;
        this.options = options;
    }

    /// Makes the home, empty: where nothing is, or in place of an earlier demonstration's.
    ///
    /// @throws DemoRefusedException when there is anything else
    /// @throws StorageException     of kind `LOCKED` when another process works in it
    static DemoHome make(Path directory, TidemarkOptions options) throws IOException {
        if (Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
            if (!Files.isRegularFile(directory.resolve(MARK), LinkOption.NOFOLLOW_LINKS)) {
                throw new DemoRefusedException(DemoRefusedException.Reason.NOT_ITS_OWN, directory
                        + " is there already and no demonstration made it; name another directory with --home");
            }
            refuseWhenInUse(directory, options);
            try (DirectoryStream<Path> children = Files.newDirectoryStream(directory)) {
                for (Path child : children) {
                    if (!String.valueOf(child.getFileName()).equals(MARK)) {
                        delete(child);
                    }
                }
            }
        } else {
            Files.createDirectories(directory);
            Files.writeString(directory.resolve(MARK), MARK_TEXT);
        }
        return new DemoHome(directory, options);
    }

    private static void refuseWhenInUse(Path directory, TidemarkOptions options) {
        try {
            Tidemark.open(directory, options.withAccess(Access.WRITE)).close();
        } catch (StorageException e) {
            // Whatever else is wrong with it goes away with it.
            if (e.kind() == StorageException.Kind.LOCKED || e.kind() == StorageException.Kind.READ_ONLY) {
                throw e;
            }
        }
    }

    /// Where it is.
    Path directory() {
        return directory;
    }

    /// Opens it to read and write.
    Tidemark open() {
        return Tidemark.open(directory, options);
    }

    /// The disaster: everything that was derived from the events is gone. Nobody may have the home open.
    void loseLedger() throws IOException {
        delete(directory.resolve(LEDGER));
    }

    /// Turns one bit in a snapshot.
    void damageSnapshot(String id) throws IOException {
        Path accounts = directory.resolve("snapshots").resolve(id).resolve("accounts.ndjson.zst");
        byte[] bytes = Files.readAllBytes(accounts);
        bytes[bytes.length / 2] ^= 1;
        // Written anew, because a published snapshot is read-only.
        Files.delete(accounts);
        Files.write(accounts, bytes);
    }

    /// Something that is done with another home.
    interface Work<T> {
        /// Does it.
        T with(Tidemark tidemark) throws IOException;
    }

    /// Works with another home, which is made within this one and deleted afterwards.
    <T> T beside(TidemarkOptions how, Work<T> work) throws IOException {
        Path other = directory.resolve(BESIDE);
        try (Tidemark tidemark = Tidemark.open(other, how)) {
            return work.with(tidemark);
        } finally {
            if (Files.exists(other)) {
                delete(other);
            }
        }
    }

    private static void delete(Path path) throws IOException {
        Files.walkFileTree(path, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure) throws IOException {
                if (failure != null) {
                    throw failure;
                }
                Files.delete(folder);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
