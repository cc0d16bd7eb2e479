package io.tidemark.aws.bucket;

import io.tidemark.aws.failure.AwsFailures;
import io.tidemark.aws.json.JsonTree;
import io.tidemark.core.port.SnapshotStore;
import io.tidemark.core.port.StorageException;
import io.tidemark.core.port.StorageException.Kind;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// Snapshots as objects of a versioned bucket. The files of a snapshot are `files/ID/NAME`. What publishes it is one more object,
/// `published/ID`, put last and on condition that there is none: it names the version of every file and of the manifest, so that
/// drafts of the same name do not meet. Safe for use by many threads.
public final class S3SnapshotStore implements SnapshotStore {
    /// What the manifest is named among the files.
    public static final String MANIFEST = "manifest.json";
    private static final String PUBLISHED = "published/";
    private static final String FILES = "files/";
    private static final int NOT_FOUND = 404;
    private static final int PRECONDITION_FAILED = 412;
    private static final int CONFLICT = 409;

    private final S3Client client;
    private final String bucket;

    /// The snapshots in that bucket, which is versioned.
    public S3SnapshotStore(S3Client client, String bucket) {
        this.client = client;
        this.bucket = bucket;
    }

    private StorageException failure(SdkException e, String what) {
        return AwsFailures.of(e, what + " in " + bucket);
    }

    @Override
    public List<String> list() {
        try {
            // S3 lists in the order of the bytes of the names.
            return client.listObjectsV2Paginator(list -> list.bucket(bucket).prefix(PUBLISHED)).contents().stream()
                    .map(object -> object.key().substring(PUBLISHED.length())).toList();
        } catch (SdkException e) {
            throw failure(e, "list the snapshots");
        }
    }

    /// The versions that publish a snapshot, by file, or null when there is no such snapshot.
    private @Nullable Map<String, String> published(String id) {
        byte[] text = get(PUBLISHED + id, null);
        JsonTree tree = text == null ? null : JsonTree.read(new String(text, StandardCharsets.UTF_8));
        if (tree == null) {
            return null;
        }
        Map<String, String> versions = new LinkedHashMap<>();
        if (tree.value() instanceof Map<?, ?> members) {
            members.forEach((file, version) -> versions.put(String.valueOf(file), String.valueOf(version)));
        }
        return versions;
    }

    private byte @Nullable [] get(String key, @Nullable String version) {
        try {
            return client.getObjectAsBytes(get -> get.bucket(bucket).key(key).versionId(version)).asByteArrayUnsafe();
        } catch (S3Exception e) {
            if (e.statusCode() == NOT_FOUND) {
                return null;
            }
            throw failure(e, "read " + key);
        } catch (SdkException e) {
            throw failure(e, "read " + key);
        }
    }

    private static StorageException missing(String what) {
        return new StorageException(Kind.MISSING, "there is no " + what);
    }

    @Override
    public Draft begin(String id) {
        if (published(id) != null) {
            throw taken(id);
        }
        return new ObjectDraft(id);
    }

    private static StorageException taken(String id) {
        return new StorageException(Kind.FAILED, "there is a snapshot named " + id + " already");
    }

    @Override
    public byte @Nullable [] manifest(String id) {
        Map<String, String> versions = published(id);
        if (versions == null) {
            throw missing("snapshot " + id);
        }
        return get(FILES + id + "/" + MANIFEST, versions.get(MANIFEST));
    }

    @Override
    public InputStream open(String id, String file) {
        Map<String, String> versions = published(id);
        String version = versions == null ? null : versions.get(file);
        if (version == null || file.equals(MANIFEST)) {
            throw missing("file " + file + " in a snapshot " + id);
        }
        try {
            return client.getObject(get -> get.bucket(bucket).key(FILES + id + "/" + file).versionId(version));
        } catch (S3Exception e) {
            if (e.statusCode() == NOT_FOUND) {
                throw missing("file " + file + " in snapshot " + id);
            }
            throw failure(e, "read " + file + " of snapshot " + id);
        } catch (SdkException e) {
            throw failure(e, "read " + file + " of snapshot " + id);
        }
    }

    @Override
    public void delete(String id) {
        Map<String, String> versions = published(id);
        if (versions != null) {
            remove(PUBLISHED + id);
            versions.keySet().forEach(file -> remove(FILES + id + "/" + file));
        }
    }

    /// Hides an object behind a delete marker. Its version stays until the bucket's lifecycle rule ends it.
    private void remove(String key) {
        try {
            client.deleteObject(delete -> delete.bucket(bucket).key(key));
        } catch (SdkException e) {
            throw failure(e, "delete " + key);
        }
    }

    /// A snapshot that is being written: its files are there, but nothing names them yet.
    private final class ObjectDraft implements Draft {
        private final String id;
        private final Map<String, String> versions = new LinkedHashMap<>();
        private final List<String> begun = new ArrayList<>();
        private boolean published;

        ObjectDraft(String id) {
            this.id = id;
        }

        @Override
        public OutputStream create(String file) {
            begun.add(file);
            return new ObjectUpload(client, bucket, FILES + id + "/" + file, version -> versions.put(file, version));
        }

        @Override
        public void publish(byte[] manifest) {
            try {
                begun.add(MANIFEST);
                versions.put(MANIFEST, client.putObject(put -> put.bucket(bucket).key(FILES + id + "/" + MANIFEST),
                        RequestBody.fromBytes(manifest)).versionId());
                client.putObject(put -> put.bucket(bucket).key(PUBLISHED + id).ifNoneMatch("*"),
                        RequestBody.fromString(JsonTree.write(versions)));
                published = true;
            } catch (S3Exception e) {
                boolean conflict = e.statusCode() == PRECONDITION_FAILED || e.statusCode() == CONFLICT;
                // A put that was carried out and timed out meets itself when it is tried again.
                published = conflict && versions.equals(published(id));
                if (!published) {
                    throw conflict ? taken(id) : failure(e, "publish the snapshot " + id);
                }
            } catch (SdkException e) {
                throw failure(e, "publish the snapshot " + id);
            }
        }

        @Override
        public void close() {
            // With another's snapshot of this name in force, its files are told apart by their versions and must stay in sight.
            if (!published && published(id) == null) {
                begun.forEach(file -> remove(FILES + id + "/" + file));
                begun.clear();
            }
        }
    }
}
