package io.tidemark.embedded.rocks;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.TreeSet;

/// The files of a database's write-ahead log that a directory holds at a moment.
///
/// @param names       their names
/// @param sizeInBytes their sizes together
record WalFiles(Set<String> names, long sizeInBytes) {
    static WalFiles in(Path directory) throws IOException {
        Set<String> names = new TreeSet<>();
        long size = 0;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*.log")) {
            for (Path file : files) {
                try {
                    size += Files.size(file);
                    names.add(String.valueOf(file.getFileName()));
                } catch (NoSuchFileException _) {
                    // The owner is done with that file; it went between listing and looking.
                }
            }
        } catch (NoSuchFileException _) {
            return new WalFiles(Set.of(), 0);
        }
        return new WalFiles(names, size);
    }

    /// Puts the files on disk as they are.
    void sync(Path directory) throws IOException {
        for (String name : names) {
            try (FileChannel channel = FileChannel.open(directory.resolve(name), StandardOpenOption.WRITE)) {
                channel.force(true);
            }
        }
    }
}
