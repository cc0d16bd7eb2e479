package io.tidemark.embedded.bundle;

import io.tidemark.core.event.Sha256;
import io.tidemark.core.port.Bundles;
import io.tidemark.core.port.StorageClass;
import io.tidemark.core.port.StorageException;
import io.tidemark.core.port.StorageException.Kind;
import io.tidemark.embedded.encoding.ByteSink;
import io.tidemark.embedded.encoding.ByteSource;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What is known of a bundle beside its file. Immutable.
///
/// @param number         its number among the bundles of the home, from 1
/// @param day            the day on which its attempts arrived
/// @param attempts       how many attempts it holds
/// @param size           the bytes of its file
/// @param sha256         the digest of its file
/// @param manifestSha256 the digest of its manifest
/// @param frames         its frames, in order
/// @param settled        whether every attempt in it was let go as a single object
/// @param keeping        how it is kept
public record BundleEntry(int number, LocalDate day, long attempts, long size, Sha256 sha256, Sha256 manifestSha256,
        List<Frame> frames, boolean settled, Keeping keeping) {
    private static final int FORMAT = 1;
    private static final int MOST_FRAMES = 1 << 24;

    /// An entry with a copy of those frames.
    public BundleEntry {
        frames = List.copyOf(frames);
    }

    /// How a bundle is kept.
    ///
    /// @param storageClass at hand or cold
    /// @param readyAt      when it is thawed, in microseconds since 1970; 0 when no thawing was asked for
    /// @param until        when it is cold again, likewise
    public record Keeping(StorageClass storageClass, long readyAt, long until) {
        /// At hand.
        public static final Keeping AT_HAND = new Keeping(StorageClass.STANDARD, 0, 0);

        /// Whether it can be read at a moment.
        ///
        /// @param nowMicros microseconds since 1970
        public boolean isReadable(long nowMicros) {
            return !storageClass.isCold() || (readyAt != 0 && readyAt <= nowMicros && nowMicros < until);
        }
    }

    /// The name of a bundle.
    public String id() {
        return id(day, number);
    }

    /// The name of a bundle of that day and number.
    static String id(LocalDate day, int number) {
        return String.format(Locale.ROOT, "%s-%06d", day, number);
    }

    /// The position of the first attempt.
    public long firstPosition() {
        return frames.getFirst().firstPosition();
    }

    /// The position of the last attempt.
    public long lastPosition() {
        return frames.getLast().lastPosition();
    }

    /// The same, settled.
    public BundleEntry asSettled() {
        return new BundleEntry(number, day, attempts, size, sha256, manifestSha256, frames, true, keeping);
    }

    /// The same, kept otherwise.
    public BundleEntry with(Keeping other) {
        return new BundleEntry(number, day, attempts, size, sha256, manifestSha256, frames, settled, other);
    }

    /// The bundle in the words of the port.
    public Bundles.Bundle described() {
        return new Bundles.Bundle(id(), day, attempts, firstPosition(), lastPosition(),
                frames.stream().mapToLong(Frame::rawLength).sum(), size, sha256, keeping.storageClass(),
                keeping.readyAt() == 0 ? null : moment(keeping.readyAt()),
                keeping.until() == 0 ? null : moment(keeping.until()));
    }

    private static Instant moment(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    /// The entry as bytes.
    public byte[] encode() {
        ByteSink sink = new ByteSink(64 + 24 * frames.size());
        sink.putByte(FORMAT).putVarint(number).putVarint(day.toEpochDay()).putVarint(attempts).putVarint(size)
                .putDigest(sha256).putDigest(manifestSha256).putByte(settled ? 1 : 0)
                .putText(keeping.storageClass().name()).putVarint(keeping.readyAt()).putVarint(keeping.until())
                .putVarint(frames.size());
        for (Frame frame : frames) {
            sink.putVarint(frame.offset()).putVarint(frame.length()).putVarint(frame.rawLength())
                    .putVarint(frame.lines()).putVarint(frame.firstPosition()).putVarint(frame.lastPosition())
                    .putVarint(frame.checksum());
        }
        return sink.toBytes();
    }

    /// Reads the bytes of an entry.
    ///
    /// @throws StorageException of kind `DAMAGED` or `UNSUPPORTED_FORMAT`
    public static BundleEntry decode(byte[] bytes) {
        ByteSource source = new ByteSource(bytes, "what is known of a bundle");
        int format = source.getByte();
        if (format != FORMAT) {
            throw new StorageException(Kind.UNSUPPORTED_FORMAT,
                    "a bundle is of format " + format + ", this program knows " + FORMAT + "; use a newer one");
        }
        int number = source.getCount(Integer.MAX_VALUE);
        LocalDate day = LocalDate.ofEpochDay(source.getCount(Integer.MAX_VALUE));
        long attempts = source.getVarint();
        long size = source.getVarint();
        Sha256 sha256 = source.getDigest();
        Sha256 manifestSha256 = source.getDigest();
        boolean settled = source.getByte() == 1;
        Keeping keeping = new Keeping(storageClass(source), source.getVarint(), source.getVarint());
        int count = source.getCount(MOST_FRAMES);
        List<Frame> frames = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            frames.add(new Frame(source.getVarint(), source.getCount(Integer.MAX_VALUE),
                    source.getCount(Integer.MAX_VALUE), source.getCount(Integer.MAX_VALUE), source.getVarint(),
                    source.getVarint(), source.getVarint()));
        }
        if (frames.isEmpty()) {
            throw source.damaged("it has no frames");
        }
        return new BundleEntry(number, day, attempts, size, sha256, manifestSha256, frames, settled, keeping);
    }

    private static StorageClass storageClass(ByteSource source) {
        String name = source.getText();
        for (StorageClass each : StorageClass.values()) {
            if (each.name().equals(name)) {
                return each;
            }
        }
        throw source.damaged("an unknown storage class " + name);
    }
}
