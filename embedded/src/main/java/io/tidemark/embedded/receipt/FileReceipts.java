package io.tidemark.embedded.receipt;

import io.tidemark.core.port.Receipts;
import io.tidemark.embedded.disk.Directories;
import io.tidemark.embedded.disk.DiskFailures;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The receipts in a home's `receipts/`, a file each. One that is being written is a file whose name begins with a dot; whoever makes that
/// file has the id, so that two who publish at once do not meet.
public final class FileReceipts implements Receipts {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,100}");
    private static final String ENDING = ".json";
    private static final String UNFINISHED = ".part";

    private final Path directory;

    /// The receipts in a directory, which need not be there.
    public FileReceipts(Path directory) {
        this.directory = directory;
    }

    /// Removes what publications that were cut off left behind. One that is going on meanwhile fails. What cannot be removed stays: it is in
    /// nobody's way but that of a receipt of the same id.
    public static void removeUnfinished(Path directory) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, ".*" + UNFINISHED)) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | DirectoryIteratorException _) {
            // No receipts yet, or none to be reached; a home is of use without them.
        }
    }

    @Override
    public List<String> list() {
        List<String> ids = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + ENDING)) {
            for (Path file : files) {
                String name = String.valueOf(file.getFileName());
                String id = name.substring(0, name.length() - ENDING.length());
                if (ID.matcher(id).matches() && Files.isRegularFile(file)) {
                    ids.add(id);
                }
            }
        } catch (NoSuchFileException _) {
            return List.of();
        } catch (IOException e) {
            throw DiskFailures.of(e, "list the receipts in " + directory);
        }
        ids.sort(null);
        return ids;
    }

    @Override
    public boolean publish(String id, byte[] receipt) {
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException("not a receipt's id: " + id);
        }
        Path unfinished = directory.resolve("." + id + UNFINISHED);
        try {
            Directories.create(directory);
            FileChannel channel;
            try {
                channel = FileChannel.open(unfinished, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            } catch (FileAlreadyExistsException _) {
                return false;
            }
            return publish(unfinished, channel, directory.resolve(id + ENDING), receipt);
        } catch (IOException e) {
            throw DiskFailures.of(e, "keep the receipt " + id + " in " + directory);
        }
    }

    private static boolean publish(Path unfinished, FileChannel channel, Path file, byte[] receipt)
            throws IOException {
        boolean done = false;
        try (channel) {
            // Looked at only by whoever has the id: nobody else can publish it in between.
            if (!Files.exists(file)) {
                ByteBuffer bytes = ByteBuffer.wrap(receipt);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
                Directories.move(unfinished, file);
                done = true;
            }
        } finally {
            if (!done) {
                Files.deleteIfExists(unfinished);
            }
        }
        return done;
    }

    @Override
    public byte @Nullable [] read(String id) {
        if (!ID.matcher(id).matches()) {
            return null;
        }
        try {
            return Files.readAllBytes(directory.resolve(id + ENDING));
        } catch (NoSuchFileException _) {
            return null;
        } catch (IOException e) {
            throw DiskFailures.of(e, "read the receipt " + id);
        }
    }
}
