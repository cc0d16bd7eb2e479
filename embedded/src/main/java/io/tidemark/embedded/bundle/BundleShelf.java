package io.tidemark.embedded.bundle;

import io.tidemark.core.port.StorageException;
import io.tidemark.core.port.StorageException.Kind;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/// Reads bodies in bundles. Keeps the frames that were unpacked last. Safe for use by many threads; a frame is unpacked by one of them
/// while others that want it wait.
public final class BundleShelf {
    private static final long BYTES_KEPT = 24 << 20;

    private final BundleFiles files;
    private final IntFunction<@Nullable BundleEntry> entries;
    private final InstantSource clock;
    private final Map<Place, Slot> frames = new LinkedHashMap<>(16, 0.75f, true);
    private long bytesKept;

    /// A place in the bundles: a frame of one.
    ///
    /// @param bundle the bundle's number
    /// @param frame  the frame's number in it, from 0
    public record Place(int bundle, int frame) {}

    private static final class Slot {
        private final int length;
        private byte @Nullable [] lines;

        Slot(int length) {
            this.length = length;
        }
    }

    /// A shelf.
    ///
    /// @param entries what is known of the bundle of a number as of now, or null when nothing is
    /// @param clock   tells whether what was frozen is thawed
    public BundleShelf(BundleFiles files, IntFunction<@Nullable BundleEntry> entries, InstantSource clock) {
        this.files = files;
        this.entries = entries;
        this.clock = clock;
    }

    /// The lines of a frame; not to be changed.
    ///
    /// @throws StorageException of kind `FROZEN` when the bundle is cold, `DAMAGED` when it is lost or damaged
    public byte[] lines(Place place) {
        return lines(readable(place), place);
    }

    /// Makes sure that a frame can be read, without unpacking it.
    ///
    /// @throws StorageException of kind `FROZEN` when the bundle is cold, `DAMAGED` when it is lost or damaged
    public void check(Place place) {
        BundleEntry bundle = readable(place);
        synchronized (frames) {
            Slot slot = frames.get(place);
            if (slot != null && slot.lines != null) {
                return;
            }
        }
        files.check(bundle, frame(bundle, place));
    }

    /// What is known of the bundle of a number.
    ///
    /// @throws StorageException of kind `DAMAGED` when nothing is
    public BundleEntry entry(int number) {
        BundleEntry bundle = entries.apply(number);
        if (bundle == null) {
            throw new StorageException(Kind.DAMAGED, "there is no bundle of number " + number);
        }
        return bundle;
    }

    private BundleEntry readable(Place place) {
        BundleEntry bundle = entry(place.bundle());
        BundleEntry.Keeping keeping = bundle.keeping();
        if (keeping.storageClass().isCold()) {
            long now = ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
            if (!keeping.isReadable(now)) {
                throw frozen(bundle, now);
            }
        }
        return bundle;
    }

    private static StorageException frozen(BundleEntry bundle, long now) {
        BundleEntry.Keeping keeping = bundle.keeping();
        return new StorageException(Kind.FROZEN,
                keeping.readyAt() > now
                        ? "bundle " + bundle.id() + " is being thawed and can be read from "
                                + Instant.EPOCH.plus(keeping.readyAt(), ChronoUnit.MICROS) + " on"
                        : "bundle " + bundle.id() + " is in cold storage (" + keeping.storageClass()
                                + "); run `tidemark thaw " + bundle.id() + "`");
    }

    private byte[] lines(BundleEntry bundle, Place place) {
        Frame frame = frame(bundle, place);
        Slot slot = slot(place, frame);
        synchronized (slot) {
            byte[] lines = slot.lines;
            if (lines == null) {
                lines = files.lines(bundle, frame);
                slot.lines = lines;
            }
            return lines;
        }
    }

    private Slot slot(Place place, Frame frame) {
        synchronized (frames) {
            Slot slot = frames.get(place);
            if (slot == null) {
                slot = new Slot(frame.rawLength());
                frames.put(place, slot);
                bytesKept += slot.length;
                // The newest stays, whatever its size.
                for (var eldest = frames.values().iterator(); bytesKept > BYTES_KEPT && frames.size() > 1;) {
                    bytesKept -= eldest.next().length;
                    eldest.remove();
                }
            }
            return slot;
        }
    }

    private static Frame frame(BundleEntry bundle, Place place) {
        if (place.frame() >= bundle.frames().size()) {
            throw new StorageException(Kind.DAMAGED,
                    "bundle " + bundle.id() + " is damaged: it has no part " + place.frame());
        }
        return bundle.frames().get(place.frame());
    }
}
