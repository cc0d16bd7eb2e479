package io.tidemark.embedded;

import io.tidemark.core.port.StorageException;
import io.tidemark.core.port.StorageException.Kind;
import io.tidemark.embedded.disk.Directories;
import io.tidemark.embedded.disk.DiskFailures;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What the file `FORMAT` of a home says: `tidemark home VERSION ID`. It is written last when a home is made, so that a directory
/// with it is a whole home.
///
/// @param version the version of the home's layout
/// @param id      what tells this home from others
record HomeFormat(int version, String id) {
    /// The file's name.
    static final String FILE = "FORMAT";
    /// The version that this program writes.
    static final int VERSION = 1;

    private static final Pattern TEXT = Pattern.compile("tidemark home ([0-9]{1,9}) ([0-9a-zA-Z-]{1,100})\n?(?s:.*)");

    /// What the home in a directory says, or null when there is no home.
    ///
    /// @throws StorageException of kind `UNSUPPORTED_FORMAT` when the version is unknown, `DAMAGED` when the file has no sense,
    ///                          `MISSING` when the home is no directory
    static @Nullable HomeFormat read(Path home) {
        if (Files.exists(home) && !Files.isDirectory(home)) {
            throw new StorageException(Kind.MISSING,
                    home + " is no directory, so there is no home in it; name another");
        }
        String text;
        try {
            text = Files.readString(home.resolve(FILE), StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException _) {
            return null;
        } catch (IOException e) {
            throw DiskFailures.of(e, "read " + home.resolve(FILE));
        }
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new StorageException(Kind.DAMAGED,
                    home.resolve(FILE) + " is damaged; restore it from a backup, or write the line \"tidemark home "
                            + VERSION
                            + " new\" into it: then what belongs to the home that it named must be recovered");
        }
        HomeFormat format = new HomeFormat(Integer.parseInt(matcher.group(1)), matcher.group(2));
        if (format.version != VERSION) {
            throw new StorageException(Kind.UNSUPPORTED_FORMAT, home + " is of format " + format.version
                    + ", this program knows " + VERSION + "; use a newer one");
        }
        return format;
    }

    /// Writes the file in one step, for good.
    void write(Path home, Path temporary) throws IOException {
        Path file = temporary.resolve(FILE);
        byte[] text = ("tidemark home " + version + " " + id + "\n").getBytes(StandardCharsets.ISO_8859_1);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(text));
            channel.force(true);
        }
        Directories.move(file, home.resolve(FILE));
    }
}
