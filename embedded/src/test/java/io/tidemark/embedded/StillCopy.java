package io.tidemark.embedded;

import io.tidemark.embedded.disk.Directories;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.TreeMap;

/// Copies a directory as it is at one moment, while a store works in it: what a process that is killed then leaves behind. Files
/// come and go in the background; a copy during which one did is thrown away.
public final class StillCopy {
    private static final int ATTEMPTS = 1_000;

    private StillCopy() {}

    /// Copies a directory with all that is in it.
    ///
    /// @return the copy
    public static Path of(Path from, Path to) {
        try {
            for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
                if (copied(from, to)) {
                    return to;
                }
                Directories.delete(to);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new IllegalStateException(from + " never stood still");
    }

    private static boolean copied(Path from, Path to) throws IOException {
        Map<Path, Long> before = files(from);
        try {
            for (Path name : before.keySet()) {
                Files.copy(from.resolve(name), to.resolve(name));
            }
        } catch (NoSuchFileException _) {
            return false;
        }
        return before.equals(files(from));
    }

    /// What is in a directory, parents before children, with the sizes of files. What comes or goes while it looks may be missing.
    static Map<Path, Long> files(Path root) {
        Map<Path, Long> files = new TreeMap<>();
        try {
            Files.walkFileTree(root, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                    files.put(root.relativize(directory), -1L);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    files.put(root.relativize(file), attributes.size());
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                    if (failure instanceof NoSuchFileException) {
                        return FileVisitResult.CONTINUE;
                    }
                    throw failure;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }
}
