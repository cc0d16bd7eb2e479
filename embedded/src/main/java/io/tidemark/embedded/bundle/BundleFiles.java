package io.tidemark.embedded.bundle;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import io.tidemark.core.event.Sha256;
import io.tidemark.core.port.StorageException;
import io.tidemark.core.port.StorageException.Kind;
import io.tidemark.embedded.disk.Directories;
import io.tidemark.embedded.disk.DiskFailures;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.LocalDate;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/// The files of bundles: `dt=YYYY-MM-DD/<id>.ndjson.zst` and, written last, `<id>.manifest.json`. Safe for use by many threads.
public final class BundleFiles {
    static final String DATA = ".ndjson.zst";
    static final String MANIFEST = ".manifest.json";
    private static final String UNFINISHED = "unfinished";

    private final Path directory;

    /// The files in a directory, which need not be there.
    public BundleFiles(Path directory) {
        this.directory = directory;
    }

    Path data(LocalDate day, String id) {
        return directory.resolve("dt=" + day).resolve(id + DATA);
    }

    Path manifest(LocalDate day, String id) {
        return directory.resolve("dt=" + day).resolve(id + MANIFEST);
    }

    /// Begins a bundle. What an earlier one left unfinished is removed.
    public BundleDraft begin(int number, LocalDate day) {
        Path work = directory.resolve(UNFINISHED);
        try {
            Directories.delete(work);
            Directories.create(directory);
            Directories.create(work);
            Directories.create(directory.resolve("dt=" + day));
            return new BundleDraft(this, number, day, work);
        } catch (IOException e) {
            throw DiskFailures.of(e, "make a bundle in " + directory);
        }
    }

    /// The highest number of any bundle that lies there, known or not; 0 when there is none.
    public int highestNumber() {
        if (!Files.isDirectory(directory)) {
            return 0;
        }
        try (Stream<Path> files = Files.walk(directory, 2)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.matches("\\d{4}-\\d\\d-\\d\\d-\\d{6,9}\\.(ndjson\\.zst|manifest\\.json)"))
                    .mapToInt(name -> Integer.parseInt(name.substring(11, name.indexOf('.')))).max().orElse(0);
        } catch (IOException e) {
            throw DiskFailures.of(e, "look into " + directory);
        }
    }

    /// The lines of a frame.
    ///
    /// @throws StorageException of kind `DAMAGED` when it is not there or not what was written
    public byte[] lines(BundleEntry bundle, Frame frame) {
        byte[] stored = stored(bundle, frame);
        byte[] lines = new byte[frame.rawLength()];
        try {
            if (Zstd.decompressByteArray(lines, 0, lines.length, stored, 0, stored.length) == lines.length) {
                return lines;
            }
            throw damaged(bundle, "a part of it has another length");
        } catch (ZstdException e) {
            throw new StorageException(Kind.DAMAGED, "bundle " + bundle.id() + " is damaged: " + e.getMessage(), e);
        }
    }

    /// Makes sure that a frame is as it was written, without unpacking it.
    ///
    /// @throws StorageException of kind `DAMAGED` when it is not there or not what was written
    public void check(BundleEntry bundle, Frame frame) {
        stored(bundle, frame);
    }

    private byte[] stored(BundleEntry bundle, Frame frame) {
        Path file = data(bundle.day(), bundle.id());
        byte[] stored = new byte[frame.length()];
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer buffer = ByteBuffer.wrap(stored);
            while (buffer.hasRemaining()) {
                if (channel.read(buffer, frame.offset() + buffer.position()) < 0) {
                    throw damaged(bundle, "its file is cut short");
                }
            }
        } catch (IOException e) {
            StorageException failure = DiskFailures.of(e, "read " + file);
            if (failure.kind() == Kind.MISSING) {
                throw new StorageException(Kind.DAMAGED, "bundle " + bundle.id() + " is missing", e);
            }
            throw failure;
        }
        if (checksum(stored) != frame.checksum()) {
            throw damaged(bundle, "the checksum of a part of it does not hold");
        }
        return stored;
    }

    static long checksum(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, bytes.length);
        return crc.getValue();
    }

    private static StorageException damaged(BundleEntry bundle, String why) {
        return new StorageException(Kind.DAMAGED, "bundle " + bundle.id() + " is damaged: " + why);
    }

    /// The digest of a bundle's file.
    ///
    /// @throws StorageException of kind `MISSING` when it is not there
    public Sha256 digestOfData(BundleEntry bundle) {
        return digest(data(bundle.day(), bundle.id()));
    }

    /// The digest of a bundle's manifest.
    ///
    /// @throws StorageException of kind `MISSING` when it is not there
    public Sha256 digestOfManifest(BundleEntry bundle) {
        return digest(manifest(bundle.day(), bundle.id()));
    }

    private static Sha256 digest(Path file) {
        MessageDigest digest = Sha256.newMessageDigest();
        byte[] buffer = new byte[1 << 16];
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        } catch (IOException e) {
            throw DiskFailures.of(e, "read " + file);
        }
        return Sha256.copyOf(digest.digest(), 0);
    }
}
