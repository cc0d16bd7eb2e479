package io.tidemark.app.generate;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.zip.GZIPOutputStream;

/// A file of lines that is there as a whole or not at all: it grows under a hidden name beside its own and is renamed into
/// place by [#publish()]. A name that ends with `.gz` or `.zst` is written compressed. What is no ordinary file, such as a
/// named pipe or `/dev/null`, is written directly. Not thread-safe.
public final class GeneratedFile implements AutoCloseable {
    private static final int BUFFER_BYTES = 256 * 1024;

    private final Path path;
    private final Path written;
    private final OutputStream stream;
    private boolean open = true;

    private GeneratedFile(Path path, Path written) throws IOException {
        this.path = path;
        this.written = written;
        stream = compressed(path.toString(), Files.newOutputStream(written));
    }

    /// Begins a file; a file of that name stays as it is until this one takes its place. The folders above it are made
    /// when they are missing.
    ///
    /// @throws IOException when nothing can be written there
    public static GeneratedFile begin(Path path) throws IOException {
        if (Files.exists(path) && !Files.isRegularFile(path)) {
            return new GeneratedFile(path, path);
        }
        // Through links, so that the link stays and what it names is replaced.
        Path target = Files.exists(path) ? path.toRealPath() : path.toAbsolutePath();
        Path folder = target.getParent();
        if (folder == null) {
            throw new IOException(path + ": not a file");
        }
        Files.createDirectories(folder);
        return new GeneratedFile(target, folder.resolve("." + target.getFileName() + ".part"));
    }

    private static OutputStream compressed(String name, OutputStream file) throws IOException {
        try {
            if (name.endsWith(".gz")) {
                return new BufferedOutputStream(new GZIPOutputStream(file, BUFFER_BYTES), BUFFER_BYTES);
            }
            if (name.endsWith(".zst")) {
                return new BufferedOutputStream(new ZstdOutputStream(file), BUFFER_BYTES);
            }
            return new BufferedOutputStream(file, BUFFER_BYTES);
        } catch (IOException | RuntimeException | Error e) {
            file.close();
            throw e;
        }
    }

    /// Where the lines go.
    public OutputStream stream() {
        return stream;
    }

    /// The file takes its place, and any older file's of its name.
    ///
    /// @throws IOException when it cannot be completed; nothing has taken the place then
    public void publish() throws IOException {
        open = false;
        try {
            stream.close();
            if (!written.equals(path)) {
                Files.move(written, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            discard(e);
            throw e;
        }
    }

    /// Takes back what was not published.
    ///
    /// @throws IOException when it cannot be taken back
    @Override
    public void close() throws IOException {
        if (open) {
            open = false;
            try (stream) {
                if (!written.equals(path)) {
                    Files.deleteIfExists(written);
                }
            }
        }
    }

    private void discard(IOException why) {
        if (!written.equals(path)) {
            try {
                Files.deleteIfExists(written);
            } catch (IOException e) {
                why.addSuppressed(e);
            }
        }
    }
}
