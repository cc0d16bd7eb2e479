package io.tidemark.embedded.bundle;

import com.github.luben.zstd.ZstdCompressCtx;
import io.tidemark.core.bundle.FrameSize;
import io.tidemark.core.event.Sha256;
import io.tidemark.embedded.disk.Directories;
import io.tidemark.embedded.disk.DiskFailures;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/// A bundle that is being written in a private place. Not thread-safe.
public final class BundleDraft implements AutoCloseable {
    /// Written once and kept for years: worth some time.
    private static final int COMPRESSION_LEVEL = 9;

    private final BundleFiles files;
    private final int number;
    private final LocalDate day;
    private final Path work;
    private final FileChannel channel;
    private final ZstdCompressCtx zstd = new ZstdCompressCtx().setLevel(COMPRESSION_LEVEL).setChecksum(true);
    private final MessageDigest sha256 = Sha256.newMessageDigest();
    private final List<Frame> frames = new ArrayList<>();
    private long attempts;
    private long size;
    private long text;

    BundleDraft(BundleFiles files, int number, LocalDate day, Path work) throws IOException {
        this.files = files;
        this.number = number;
        this.day = day;
        this.work = work;
        channel = FileChannel.open(data(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    private Path data() {
        return work.resolve(BundleEntry.id(day, number) + BundleFiles.DATA);
    }

    /// Writes lines as a frame.
    ///
    /// @param count how many lines they are
    public void add(byte[] lines, int count, long firstPosition, long lastPosition) {
        byte[] stored = zstd.compress(lines);
        write(channel, stored, data());
        sha256.update(stored);
        frames.add(new Frame(size, stored.length, lines.length, count, firstPosition, lastPosition,
                BundleFiles.checksum(stored)));
        size += stored.length;
        text += lines.length;
        attempts += count;
    }

    private static void write(FileChannel channel, byte[] bytes, Path file) {
        try {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
        } catch (IOException e) {
            throw DiskFailures.of(e, "write " + file);
        }
    }

    /// The frame that is written next ends with the line that takes it to so many bytes, or beyond.
    public int frameSize() {
        return FrameSize.after(text);
    }

    /// How many attempts were written.
    public long attempts() {
        return attempts;
    }

    /// Puts the bundle on disk and in its place, the manifest last.
    ///
    /// @return what is to be known of it
    public BundleEntry publish() {
        String id = BundleEntry.id(day, number);
        Sha256 digest = Sha256.copyOf(sha256.digest(), 0);
        byte[] manifest = manifest(id, digest).getBytes(StandardCharsets.UTF_8);
        Path made = work.resolve(id + BundleFiles.MANIFEST);
        try {
            channel.force(true);
            channel.close();
            try (FileChannel out = FileChannel.open(made, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                write(out, manifest, made);
                out.force(true);
            }
            Directories.move(data(), files.data(day, id));
            Directories.move(made, files.manifest(day, id));
        } catch (IOException e) {
            throw DiskFailures.of(e, "publish bundle " + id);
        }
        return new BundleEntry(number, day, attempts, size, digest, Sha256.of(manifest), frames, false,
                BundleEntry.Keeping.AT_HAND);
    }

    private String manifest(String id, Sha256 digest) {
        StringBuilder json = new StringBuilder(256 + 160 * frames.size());
        json.append("{\n  \"format\": \"tidemark-bundle\",\n  \"version\": 1,\n  \"id\": \"").append(id)
                .append("\",\n  \"day\": \"").append(day).append("\",\n  \"attempts\": ").append(attempts)
                .append(",\n  \"files\": [{\"name\": \"").append(id).append(BundleFiles.DATA).append("\", \"size\": ")
                .append(size).append(", \"sha256\": \"").append(digest).append("\"}],\n  \"frames\": [\n");
        String comma = "";
        for (Frame frame : frames) {
            json.append(comma).append("    {\"offset\": ").append(frame.offset()).append(", \"length\": ")
                    .append(frame.length())
                    .append(", \"rawLength\": ").append(frame.rawLength()).append(", \"lines\": ")
                    .append(frame.lines()).append(", \"firstPosition\": ").append(frame.firstPosition())
                    .append(", \"lastPosition\": ").append(frame.lastPosition()).append('}');
            comma = ",\n";
        }
        json.append("\n  ]");
        Sha256 own = Sha256.of(json.toString().getBytes(StandardCharsets.UTF_8));
        return json.append(",\n  \"digest\": \"").append(own).append("\"\n}\n").toString();
    }

    /// Lets go of the work; what was not published is removed.
    @Override
    public void close() {
        zstd.close();
        try {
            channel.close();
            Directories.delete(work);
        } catch (IOException e) {
            throw DiskFailures.of(e, "remove " + work);
        }
    }
}
