package io.tidemark.embedded.disk;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Directories as a store uses them: names it made itself, entries that are on disk before it goes on.
public final class Directories {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}");

    private Directories() {}

    /// Checks that a name can be a file or directory of its own inside a store, and nothing elsewhere.
    ///
    /// @return the name
    /// @throws IllegalArgumentException when it is anything but 1 to 100 ASCII letters, digits, `.`, `_` and `-`, not
    ///                                  beginning with a dot
    public static String checkName(String name) {
        if (!isName(name)) {
            throw new IllegalArgumentException("not a name of 1 to 100 letters, digits, '.', '_' and '-': " + name);
        }
        return name;
    }

    /// Whether a name can be a file or directory of its own inside a store.
    public static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    /// The names of all directories in a directory, in bytewise order; none when it is not there.
    public static List<String> names(Path directory) throws IOException {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> children = Files.newDirectoryStream(directory, Files::isDirectory)) {
            children.forEach(child -> names.add(String.valueOf(child.getFileName())));
        } catch (NoSuchFileException _) {
            return List.of();
        }
        names.sort(null);
        return names;
    }

    /// Makes a directory where it is not there yet, and puts its name on disk.
    public static void create(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(directory);
            sync(directory.toAbsolutePath().getParent());
        }
    }

    /// Moves a file or directory in one step and puts both directories on disk.
    public static void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        sync(to.toAbsolutePath().getParent());
        sync(from.toAbsolutePath().getParent());
    }

    /// Puts the entries of a directory on disk.
    public static void sync(@Nullable Path directory) throws IOException {
        if (directory != null) {
            try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    /// Removes a file or a directory with all that is in it; nothing when it is not there. Links are not followed.
    public static void delete(Path path) throws IOException {
        try {
            Files.walkFileTree(path, new Removal());
        } catch (NoSuchFileException _) {
            // Someone else removed it, or it never was: either way it is gone.
        }
    }

    private static final class Removal extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure) throws IOException {
            if (failure != null) {
                throw failure;
            }
            Files.deleteIfExists(directory);
            return FileVisitResult.CONTINUE;
        }
    }
}
