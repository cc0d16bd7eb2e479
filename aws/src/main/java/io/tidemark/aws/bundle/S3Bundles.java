package io.tidemark.aws.bundle;

import io.tidemark.aws.bucket.BucketNames;
import io.tidemark.core.port.AccountBook;
import io.tidemark.core.port.AttemptStore;
import io.tidemark.core.port.Cursor;
import io.tidemark.core.port.StorageClass;
import io.tidemark.core.port.StorageException;
import io.tidemark.core.port.StorageException.Kind;
import io.tidemark.core.port.TableBundles;
import io.tidemark.core.port.Thaw;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;

/// Bundles in the archive bucket. Safe for use by many threads.
public final class S3Bundles implements TableBundles {
    /// What the keys of all objects with lines begin with; then comes `dt=YYYY-MM-DD/`.
    public static final String LINES = Manifest.DATA;
    /// What the keys of all indexes begin with, and of what is beside them; then comes `dt=YYYY-MM-DD/`.
    public static final String INDEXES = Manifest.INDEX;

    private final BucketNames buckets;
    private final AttemptStore singles;
    private final BundleObjects objects;
    private final Keeping keeping;
    private final Packer.Limits limits;

    /// The bundles of an installation.
    ///
    /// @param singles the attempts as single objects of those buckets
    /// @param clock   tells what is thawed by now
    public S3Bundles(S3Client client, BucketNames buckets, AttemptStore singles, InstantSource clock) {
        this(client, buckets, singles, clock, Packer.Limits.DEFAULT);
    }

    S3Bundles(S3Client client, BucketNames buckets, AttemptStore singles, InstantSource clock, Packer.Limits limits) {
        this.buckets = buckets;
        this.singles = singles;
        this.limits = limits;
        objects = new BundleObjects(client, buckets.archive());
        keeping = new Keeping(objects, clock);
    }

    /// The attempts, in single objects and in bundles.
    public BundledAttempts readable() {
        return new BundledAttempts(singles, objects);
    }

    @Override
    public List<Bundle> list() {
        return Together.map(objects.manifests(), this::described);
    }

    /// A bundle, and the object in the archive bucket in which its attempts can be read now.
    ///
    /// @param bundle  the bundle
    /// @param reading what can be read
    /// @param key     the object's key, or null when there is none
    public record Located(Bundle bundle, Reading reading, @Nullable String key) {}

    /// What can be read of a bundle.
    public enum Reading {
        /// Its lines.
        LINES,
        /// Its index: the lines are cold.
        COLD,
        /// Its index: the lines are missing.
        LOST,
        /// Nothing: the lines are cold or missing, and the index is missing.
        NOTHING
    }

    /// All bundles that are published now, by day and number, with what can be read of them.
    public List<Located> located() {
        return Together.map(objects.manifests(), bundle -> {
            Keeping.State state = keeping.of(bundle);
            boolean lines = state.isThere() && keeping.isAtHand(state);
            Reading reading = lines ? Reading.LINES
                    : !keeping.hasIndex(bundle) ? Reading.NOTHING : state.isThere() ? Reading.COLD : Reading.LOST;
            return new Located(described(bundle, state), reading, switch (reading) {
                case LINES -> bundle.data().key();
                case COLD, LOST -> bundle.index().key();
                case NOTHING -> null;
            });
        });
    }

    private Bundle described(Manifest bundle) {
        return described(bundle, keeping.of(bundle));
    }

    private static Bundle described(Manifest bundle, Keeping.State state) {
        return new Bundle(bundle.id(), bundle.day(), bundle.attempts(), 0, 0,
                bundle.data().parts().stream().mapToLong(Part::rawLength).sum(), bundle.data().size(),
                bundle.data().sha256(), state.storageClass(), state.readyAt(), state.until());
    }

    /// What one run of packing did.
    ///
    /// @param packed what went into bundles, and what stays beside them
    /// @param letGo  how many single objects were let go of
    public record Run(Packed packed, long letGo) {}

    @Override
    public Packed pack(AccountBook book, LocalDate before, LongConsumer progress, BooleanSupplier stop) {
        return pack(book, before, progress, Until.stopped(stop)).packed();
    }

    /// Packs as the port has it, in a time that is known to end: what was looked at by then goes into bundles, and is let go of as far as time
    /// allows. The next call goes on.
    ///
    /// @param until tells when the time is nearly up
    /// @throws StorageException as in the port; [PackedElsewhere] when another call packs at the same time
    public Run pack(AccountBook book, LocalDate before, LongConsumer progress, Until until) {
        Settling settling = new Settling(objects, singles, copy -> objects.client().deleteObject(delete -> delete
                .bucket(buckets.of(copy.bucket())).key(copy.key().text()).versionId(copy.version())));
        Packer packer = new Packer(objects, singles, book, before, settling, limits);
        boolean completed = packer.run(progress, until);
        return new Run(
                new Packed(Together.map(packer.made(), this::described), packer.attempts(), packer.left(), completed,
                        settling.standing(), settling.refusal()),
                settling.gone());
    }

    @Override
    public Cursor<byte[]> text(String id) {
        Manifest bundle = objects.manifest(id);
        keeping.requireAtHand(bundle);
        return new Cursor<>() {
            private int frame;

            @Override
            public byte @Nullable [] next() {
                return frame == bundle.data().parts().size() ? null : objects.frame(bundle, frame++);
            }

            @Override
            public void close() {
                // Nothing is open between two runs.
            }
        };
    }

    @Override
    public List<Fault> verify(String id) {
        Manifest bundle = objects.manifest(id);
        keeping.requireAtHand(bundle);
        return new BundleCheck(objects, bundle).faults();
    }

    @Override
    public Cursor<Held> lost() {
        return new LostAttempts(objects, objects.manifests());
    }

    @Override
    public Cursor<Bundled> attempts() {
        MergedIndex index = new MergedIndex(objects, objects.manifests(), "");
        return new Cursor<>() {
            @Override
            public @Nullable Bundled next() {
                Placed placed = index.next();
                return placed == null ? null : placed.described(objects);
            }

            @Override
            public void close() {
                index.close();
            }
        };
    }

    @Override
    public List<Mended> mend() {
        return new Mending(objects).run();
    }

    @Override
    public void freeze(Collection<String> ids, StorageClass storageClass) {
        List<Manifest> wanted = ids.stream().map(objects::manifest).toList();
        wanted.forEach(bundle -> keeping.freeze(bundle, storageClass));
    }

    @Override
    public List<Bundle> thaw(Collection<String> ids, Thaw how) {
        List<Manifest> wanted = ids.stream().map(objects::manifest).toList();
        if (how.delay() != null) {
            throw new StorageException(Kind.FAILED, "S3 decides how long thawing takes; leave the delay out");
        }
        List<Keeping.State> states = Together.map(wanted, keeping::of);
        // A tier that is not offered for one is told before any is asked for.
        List<@Nullable Duration> delays = new ArrayList<>();
        for (int i = 0; i < wanted.size(); i++) {
            delays.add(keeping.delay(wanted.get(i), states.get(i), how));
        }
        for (int i = 0; i < wanted.size(); i++) {
            Duration delay = delays.get(i);
            if (delay != null) {
                keeping.thaw(wanted.get(i), states.get(i), how, delay);
            }
        }
        return Together.map(wanted, this::described);
    }
}
