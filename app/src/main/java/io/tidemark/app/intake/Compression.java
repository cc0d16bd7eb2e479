package io.tidemark.app.intake;

import com.github.luben.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/// Finds out by the first bytes whether a stream is compressed. A name may promise that it is; otherwise names do not matter.
public final class Compression {
    private static final int MAGIC_LENGTH = 4;
    private static final int BUFFER_BYTES = 64 * 1024;

    private Compression() {}

    /// A stream whose name says that it is compressed, and whose first bytes do not.
    static final class NotAsNamedException extends IOException {
        private static final long serialVersionUID = 1L;

        NotAsNamedException(String kind) {
            super("its name says that it is compressed by " + kind + ", and it is not");
        }
    }

    /// A stream's content, whatever it is called.
    ///
    /// @throws IOException when it cannot be read or begins like a compressed stream and is none
    static InputStream contentOf(InputStream stream) throws IOException {
        return contentOf(stream, "");
    }

    /// A file's content.
    ///
    /// @param name what it is called: what ends with `.gz` or `.zst` must be compressed in that way
    /// @throws IOException when it cannot be read, begins like a compressed stream and is none, or is not what its name says
    public static InputStream contentOf(InputStream stream, String name) throws IOException {
        BufferedInputStream in = new BufferedInputStream(stream, BUFFER_BYTES);
        in.mark(MAGIC_LENGTH);
        byte[] magic = in.readNBytes(MAGIC_LENGTH);
        in.reset();
        if (name.endsWith(".gz") && !isGzip(magic)) {
            throw new NotAsNamedException("gzip");
        }
        if (name.endsWith(".zst") && !isZstd(magic)) {
            throw new NotAsNamedException("zstd");
        }
        if (isGzip(magic)) {
            return new GZIPInputStream(new UntilTheEnd(in), BUFFER_BYTES);
        }
        return isZstd(magic) ? new ZstdInputStream(in) : in;
    }

    private static boolean isGzip(byte[] magic) {
        return magic.length >= 2 && magic[0] == 0x1f && magic[1] == (byte) 0x8b;
    }

    /// A zstd frame, or a skippable frame, with which a stream of frames may begin.
    private static boolean isZstd(byte[] magic) {
        if (magic.length < MAGIC_LENGTH) {
            return false;
        }
        boolean frame = magic[0] == 0x28 && magic[1] == (byte) 0xb5 && magic[2] == 0x2f && magic[3] == (byte) 0xfd;
        boolean skippable = magic[0] >= 0x50 && magic[0] <= 0x5f && magic[1] == 0x2a && magic[2] == 0x4d
                && magic[3] == 0x18;
        return frame || skippable;
    }

    /// Says that there is more to read until the end is really reached. A gzip stream takes "nothing available" for the end of its
    /// last member, but a pipe may just be slow.
    private static final class UntilTheEnd extends FilterInputStream {
        UntilTheEnd(BufferedInputStream in) {
            super(in);
        }

        @Override
        public int available() throws IOException {
            int ready = super.available();
            if (ready > 0) {
                return ready;
            }
            in.mark(1);
            int next = in.read();
            if (next < 0) {
                return 0;
            }
            in.reset();
            return Math.max(1, super.available());
        }
    }
}
