package io.tidemark.aws.bundle;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import io.tidemark.aws.failure.AwsFailures;
import io.tidemark.core.port.StorageException;
import io.tidemark.core.port.StorageException.Kind;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/// Reads the objects of bundles. Manifests never change, and are kept once they were read; of the parts of bundles and indexes those that were
/// unpacked last are kept. Safe for use by many threads.
final class BundleObjects {
    private static final long BYTES_KEPT = 64 << 20;
    private static final int NOT_FOUND = 404;

    private final S3Client client;
    private final String bucket;
    private final Map<String, Manifest> known = new ConcurrentHashMap<>();
    private final Map<String, Long> published = new ConcurrentHashMap<>();
    private final Map<Place, byte[]> unpacked = new LinkedHashMap<>(16, 0.75f, true);
    private long bytesKept;

    private record Place(String key, int part) {}

    BundleObjects(S3Client client, String bucket) {
        this.client = client;
        this.bucket = bucket;
    }

    S3Client client() {
        return client;
    }

    String bucket() {
        return bucket;
    }

    /// The manifests of all bundles that are published now, by day and number.
    List<Manifest> manifests() {
        List<S3Object> found;
        try {
            found = client.listObjectsV2Paginator(list -> list.bucket(bucket).prefix(Manifest.INDEX)).contents()
                    .stream()
                    .filter(object -> object.key().endsWith(Manifest.ENDING)).toList();
        } catch (SdkException e) {
            throw AwsFailures.of(e, "list the bundles in " + bucket);
        }
        found.forEach(object -> published.put(object.key(),
                ChronoUnit.MICROS.between(Instant.EPOCH, object.lastModified())));
        List<String> keys = found.stream().map(S3Object::key).toList();
        List<Manifest> manifests = new ArrayList<>();
        for (Manifest manifest : Together.map(keys, this::manifestAt)) {
            manifests.add(manifest);
        }
        manifests.sort(Comparator.comparing(Manifest::day).thenComparingInt(Manifest::number));
        return manifests;
    }

    /// When a bundle was published, in microseconds since 1970 by the clock of S3; the end of all time as long as no listing has told.
    long publishedMicros(Manifest bundle) {
        return published.getOrDefault(String.valueOf(Manifest.key(bundle.id())), Long.MAX_VALUE);
    }

    private Manifest manifestAt(String key) {
        Manifest manifest = known.get(key);
        if (manifest == null) {
            byte[] bytes = get(key);
            if (bytes == null) {
                throw new StorageException(Kind.FAILED, key + " is listed and not there; try again");
            }
            manifest = Manifest.decode(key, bytes);
            known.put(key, manifest);
        }
        return manifest;
    }

    /// The manifest of the bundle of that name.
    ///
    /// @throws StorageException of kind `MISSING` when there is none
    Manifest manifest(String id) {
        String key = Manifest.key(id);
        Manifest manifest = key == null ? null : known.get(key);
        byte[] bytes = key == null || manifest != null ? null : get(key);
        if (bytes != null) {
            manifest = Manifest.decode(String.valueOf(key), bytes);
            known.put(String.valueOf(key), manifest);
        }
        if (manifest == null) {
            throw new StorageException(Kind.MISSING,
                    "there is no bundle " + id + "; `tidemark --store aws bundle list` names them");
        }
        return manifest;
    }

    /// All bytes of an object, or null when it is not there.
    byte @Nullable [] get(String key) {
        try {
            return client.getObjectAsBytes(get -> get.bucket(bucket).key(key)).asByteArrayUnsafe();
        } catch (S3Exception e) {
            if (e.statusCode() == NOT_FOUND) {
                return null;
            }
            throw AwsFailures.of(e, "read " + key + " in " + bucket);
        } catch (SdkException e) {
            throw AwsFailures.of(e, "read " + key + " in " + bucket);
        }
    }

    /// The lines of a frame of the bundle itself; not to be changed.
    ///
    /// @throws StorageException of kind `FROZEN` when the bundle is cold, `DAMAGED` when it is lost or damaged
    byte[] frame(Manifest bundle, int number) {
        return lines(bundle, bundle.data(), number);
    }

    /// The lines of a part of the index; not to be changed.
    ///
    /// @throws StorageException of kind `DAMAGED` when it is lost or damaged
    byte[] block(Manifest bundle, int number) {
        return lines(bundle, bundle.index(), number);
    }

    private byte[] lines(Manifest bundle, Manifest.Packed object, int number) {
        if (number < 0 || number >= object.parts().size()) {
            throw damaged(bundle, object, "it has no part " + number, null);
        }
        Place place = new Place(object.key(), number);
        synchronized (unpacked) {
            byte[] lines = unpacked.get(place);
            if (lines != null) {
                return lines;
            }
        }
        byte[] lines = unpack(bundle, object, object.parts().get(number));
        keep(place, lines);
        return lines;
    }

    private void keep(Place place, byte[] lines) {
        synchronized (unpacked) {
            byte[] before = unpacked.put(place, lines);
            bytesKept += lines.length - (before == null ? 0 : before.length);
            // The newest stays, whatever its size.
            for (var eldest = unpacked.values().iterator(); bytesKept > BYTES_KEPT && unpacked.size() > 1;) {
                bytesKept -= eldest.next().length;
                eldest.remove();
            }
        }
    }

    /// Forgets the frames of a bundle: they have to be asked for again.
    void forget(Manifest bundle) {
        forget(bundle.data().key());
    }

    /// Forgets everything that was known of a bundle, which has another manifest or index by now.
    void forgetAll(Manifest bundle) {
        known.remove(String.valueOf(Manifest.key(bundle.id())));
        forget(bundle.data().key());
        forget(bundle.index().key());
    }

    private void forget(String key) {
        synchronized (unpacked) {
            unpacked.entrySet().removeIf(kept -> {
                boolean of = kept.getKey().key().equals(key);
                bytesKept -= of ? kept.getValue().length : 0;
                return of;
            });
        }
    }

    private byte[] unpack(Manifest bundle, Manifest.Packed object, Part part) {
        byte[] stored = range(bundle, object, part);
        CRC32C crc = new CRC32C();
        crc.update(stored, 0, stored.length);
        if (stored.length != part.length() || crc.getValue() != part.checksum()) {
            throw damaged(bundle, object, "the checksum of a part of it does not hold", null);
        }
        byte[] lines = new byte[part.rawLength()];
        try {
            if (Zstd.decompressByteArray(lines, 0, lines.length, stored, 0, stored.length) == lines.length) {
                return lines;
            }
            throw damaged(bundle, object, "a part of it has another length", null);
        } catch (ZstdException e) {
            throw damaged(bundle, object, String.valueOf(e.getMessage()), e);
        }
    }

    private byte[] range(Manifest bundle, Manifest.Packed object, Part part) {
        try {
            return client.getObjectAsBytes(get -> get.bucket(bucket).key(object.key())
                    .range("bytes=" + part.offset() + "-" + (part.offset() + part.length() - 1))).asByteArrayUnsafe();
        } catch (S3Exception e) {
            String code = AwsFailures.codeOf(e);
            if (code.equals("InvalidObjectState")) {
                throw new StorageException(Kind.FROZEN, "bundle " + bundle.id()
                        + " is in cold storage, or not thawed yet; run `tidemark --store aws thaw " + bundle.id()
                        + "`, and see `bundle list` for when it can be read", e);
            }
            if (e.statusCode() == NOT_FOUND) {
                throw new StorageException(Kind.DAMAGED, name(bundle, object) + " is missing: " + object.key() + " in "
                        + bucket + wayOut(bundle, object), e);
            }
            if (code.equals("InvalidRange")) {
                throw damaged(bundle, object, "it is cut short", e);
            }
            throw AwsFailures.of(e, "read " + object.key() + " in " + bucket);
        } catch (SdkException e) {
            throw AwsFailures.of(e, "read " + object.key() + " in " + bucket);
        }
    }

    private static String wayOut(Manifest bundle, Manifest.Packed object) {
        return object.equals(bundle.index()) ? Manifest.WAY_OUT : "";
    }

    private static String name(Manifest bundle, Manifest.Packed object) {
        return (object.equals(bundle.index()) ? "the index of bundle " : "bundle ") + bundle.id();
    }

    private static StorageException damaged(Manifest bundle, Manifest.Packed object, String why,
            @Nullable Throwable cause) {
        return new StorageException(Kind.DAMAGED, name(bundle, object) + " is damaged: " + why + wayOut(bundle, object),
                cause);
    }
}
