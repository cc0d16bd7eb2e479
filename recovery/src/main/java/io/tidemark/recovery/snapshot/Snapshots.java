package io.tidemark.recovery.snapshot;

import io.tidemark.core.event.Sha256;
import io.tidemark.core.port.EventLog;
import io.tidemark.core.port.LedgerReader;
import io.tidemark.core.port.LogRecord;
import io.tidemark.core.port.SnapshotStore;
import io.tidemark.core.port.StorageException;
import io.tidemark.recovery.snapshot.SnapshotManifest.Anchor;
import io.tidemark.recovery.snapshot.SnapshotManifest.StoredFile;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The snapshots of one installation. Safe for use by many threads, as far as the stores are.
public final class Snapshots {
    /// Oldest first.
    static final Comparator<SnapshotManifest> BY_AGE = Comparator.comparing(SnapshotManifest::createdAt)
            .thenComparingLong(SnapshotManifest::position).thenComparing(SnapshotManifest::id);

    private static final DateTimeFormatter ID_TIME = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final int BUFFER_BYTES = 256 * 1024;

    private final SnapshotStore store;
    private final @Nullable Supplier<EventLog> log;

    /// The snapshots in that store.
    ///
    /// @param store where they are kept
    /// @param log   the log that they are made from
    public Snapshots(SnapshotStore store, EventLog log) {
        this(store, () -> log);
    }

    /// The snapshots in that store, which can be listed, read and verified even where their log is lost.
    ///
    /// @param store where they are kept
    /// @param log   gives the log that they are made from; asked only when a snapshot is taken or held against it
    public Snapshots(SnapshotStore store, Supplier<EventLog> log) {
        this.store = store;
        this.log = log;
    }

    /// The snapshots of an installation that has no log: they bear nothing that ties them to one.
    ///
    /// @param store where they are kept
    public Snapshots(SnapshotStore store) {
        this.store = store;
        log = null;
    }

    /// Takes a snapshot. It becomes visible when it is on disk as a whole; when this fails, nothing of it remains.
    ///
    /// @param view  a view of the ledger that does not change meanwhile
    /// @param clock tells when it is made
    /// @throws StorageException when the ledger cannot be read or the snapshot not be written
    public SnapshotManifest create(LedgerReader view, InstantSource clock) {
        Instant createdAt = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        LedgerReader.Summary summary = view.summary();
        String id = freeId(createdAt, summary.position());
        Anchor anchor = anchorAt(summary.position());
        try (SnapshotStore.Draft draft = store.begin(id)) {
            SnapshotWriter.Written written = new SnapshotWriter(draft, view).write();
            SnapshotManifest manifest = new SnapshotManifest(id, createdAt, summary.position(), anchor,
                    summary.rulesVersion(), written.stateDigest(), written.contents(), summary.counts(),
                    written.files());
            draft.publish(ManifestFormat.write(manifest));
            return manifest;
        }
    }

    /// `20261122T161000Z-p000000012345`, and `-2`, `-3` and so on behind it when there is one of that name already.
    private String freeId(Instant createdAt, long position) {
        String id = "%s-p%012d".formatted(ID_TIME.format(createdAt), position);
        List<String> taken = store.list();
        String free = id;
        for (int number = 2; taken.contains(free); number++) {
            free = id + "-" + number;
        }
        return free;
    }

    private @Nullable Anchor anchorAt(long position) {
        LogRecord record = position == 0 || log == null ? null : log.get().record(position);
        return record == null ? null : new Anchor(record.arrivalMicros(), RecordDigest.of(record));
    }

    /// The names of all snapshots in bytewise order, damaged or not.
    public List<String> ids() {
        return store.list();
    }

    /// All snapshots in order of their names, each as [#verify] finds it. Reads all files.
    public List<SnapshotCheck> list() {
        return store.list().stream().map(this::verify).toList();
    }

    /// What a snapshot says about itself. Its other files are not looked at.
    ///
    /// @throws StorageException of kind `MISSING` when there is no snapshot of that name, `DAMAGED` when its manifest is
    public SnapshotManifest manifest(String id) {
        try {
            return ManifestFormat.read(id, manifestBytes(id));
        } catch (IOException e) {
            throw new StorageException(StorageException.Kind.DAMAGED,
                    "snapshot " + id + ", " + ManifestFormat.FILE + ": " + e.getMessage(), e);
        }
    }

    private byte[] manifestBytes(String id) throws IOException {
        byte[] manifest = store.manifest(id);
        if (manifest == null) {
            throw new IOException("it is missing");
        }
        return manifest;
    }

    /// Reads all of a snapshot's bytes and holds them against its manifest.
    ///
    /// @throws StorageException of kind `MISSING` when there is no snapshot of that name
    public SnapshotCheck verify(String id) {
        SnapshotManifest manifest;
        try {
            manifest = ManifestFormat.read(id, manifestBytes(id));
        } catch (IOException e) {
            return new SnapshotCheck(id, null,
                    List.of(new SnapshotDamage(ManifestFormat.FILE, String.valueOf(e.getMessage()))));
        }
        List<SnapshotDamage> damage = new ArrayList<>();
        for (StoredFile file : manifest.files()) {
            String wrong = whatIsWrong(id, file);
            if (wrong != null) {
                damage.add(new SnapshotDamage(file.name(), wrong));
            }
        }
        return new SnapshotCheck(id, manifest, damage);
    }

    private @Nullable String whatIsWrong(String id, StoredFile file) {
        MessageDigest sha256 = Sha256.newMessageDigest();
        byte[] buffer = new byte[BUFFER_BYTES];
        long size = 0;
        try (InputStream bytes = store.open(id, file.name())) {
            for (int read = bytes.read(buffer); read >= 0; read = bytes.read(buffer)) {
                sha256.update(buffer, 0, read);
                size += read;
            }
        } catch (StorageException e) {
            if (e.kind() == StorageException.Kind.MISSING) {
                return "it is missing";
            }
            throw e;
        } catch (IOException e) {
            return "it cannot be read: " + e.getMessage();
        }
        if (size != file.size()) {
            return "it has " + size + " bytes instead of " + file.size();
        }
        return Sha256.copyOf(sha256.digest(), 0).equals(file.sha256())
                ? null
                : "its bytes are not those that the manifest names";
    }

    /// Why a whole snapshot does not belong to the log, or null when it does: its position is beyond the log's last, or the log has
    /// another record there. Where that record cannot be read, the snapshot is given the benefit of the doubt.
    public @Nullable String whyForeign(SnapshotManifest manifest) {
        if (log == null) {
            return null;
        }
        long last = log.get().lastPosition();
        if (manifest.position() > last) {
            return "it stands at position " + manifest.position() + ", beyond the last event at " + last;
        }
        Anchor anchor = manifest.anchor();
        try {
            return anchor == null || anchor.equals(anchorAt(manifest.position()))
                    ? null
                    : "it was made from other events: position " + manifest.position() + " is another one here";
        } catch (StorageException e) {
            if (e.kind() == StorageException.Kind.DAMAGED) {
                return null;
            }
            throw e;
        }
    }

    /// Reads all items of a snapshot, in constant memory. What the visitor was given counts only when this returns.
    ///
    /// @throws StorageException of kind `DAMAGED`, naming the file, when it is not what was written; `MISSING` when it is not there
    public void read(SnapshotManifest manifest, SnapshotVisitor visitor) {
        new SnapshotReader(store, manifest).read(visitor);
    }

    /// Removes the whole snapshots that a policy does not keep. Damaged ones are left as they are: they keep no other one alive and
    /// are evidence until someone deletes them.
    ///
    /// @return the names of those that were removed
    public List<String> prune(Retention retention) {
        List<SnapshotManifest> whole = new ArrayList<>();
        for (SnapshotCheck check : list()) {
            if (check.isWhole() && check.manifest() != null) {
                whole.add(check.manifest());
            }
        }
        Set<String> kept = retention.kept(whole);
        List<String> removed = whole.stream().map(SnapshotManifest::id).filter(id -> !kept.contains(id)).toList();
        removed.forEach(store::delete);
        return removed;
    }

    /// Removes a snapshot.
    ///
    /// @throws StorageException of kind `MISSING` when there is none of that name
    public void delete(String id) {
        if (!store.list().contains(id)) {
            throw new StorageException(StorageException.Kind.MISSING, "there is no snapshot " + id);
        }
        store.delete(id);
    }
}
