package io.tidemark.embedded;

import io.tidemark.core.port.Generations;
import io.tidemark.core.port.Stores;
import io.tidemark.embedded.rocks.Engine;
import io.tidemark.embedded.snapshot.FileSnapshotStore;
import io.tidemark.testkit.contract.TestInstallation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BiFunction;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// A home on disk that contracts open, crash and damage. A crash takes what was written to write-ahead logs since the last call
/// that promises to sync: that is all that a machine's loss of power may take.
public final class EmbeddedInstallation implements TestInstallation {
    private final Path directory;
    private final LongSupplier ledgerSyncs;
    private final BiFunction<Path, EmbeddedHome, Generations> generations;
    private final Deque<EmbeddedHome> open = new ArrayDeque<>();
    private Path current;
    private @Nullable SyncedLogs synced;
    private int crashes;

    /// An installation in an empty directory.
    public EmbeddedInstallation(Path directory) {
        this(directory, (_, home) -> home.generations(), () -> 0);
    }

    /// An installation that gives its generations in another way.
    ///
    /// @param generations gives them for a home's directory and the home
    /// @param ledgerSyncs how often ledgers synced what they wrote, be it for reasons of their own
    public EmbeddedInstallation(Path directory, BiFunction<Path, EmbeddedHome, Generations> generations,
            LongSupplier ledgerSyncs) {
        this.directory = directory;
        this.generations = generations;
        this.ledgerSyncs = ledgerSyncs;
        this.current = directory.resolve("home");
    }

    @Override
    public Stores open(InstantSource clock) {
        closeStores();
        EmbeddedHome home = EmbeddedHome.create(current, clock);
        open.push(home);
        SyncedLogs logs = new SyncedLogs(current, ledgerSyncs);
        synced = logs;
        return logs.watch(storesOf(home));
    }

    private Stores storesOf(EmbeddedHome home) {
        return new Stores(home.log(), home.buckets(), home.bundles(), home.control(), generations.apply(current, home),
                home.snapshots(), home.receipts());
    }

    @Override
    public Stores openAfterCrash(InstantSource clock) {
        Path next = directory.resolve("crash-" + ++crashes);
        if (synced == null) {
            throw new IllegalStateException("nothing is open");
        }
        synced.copyTo(next);
        // What ran is abandoned; it is closed at the end only so that the test gives back what it took.
        current = next;
        EmbeddedHome home = EmbeddedHome.openForWriting(current, clock);
        open.push(home);
        SyncedLogs logs = new SyncedLogs(current, ledgerSyncs);
        synced = logs;
        return logs.watch(storesOf(home));
    }

    @Override
    public void damageRecord(long position) {
        try (Engine cache = new Engine(1 << 20)) {
            StoredBytes.damageSegmentOf(position, current.resolve("events"), cache);
        }
    }

    @Override
    public void damageGeneration(String generation) {
        overwrite(current.resolve("ledger").resolve(generation).resolve("CURRENT"), "MANIFEST-999999\n");
    }

    private static void overwrite(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void loseManifest(String snapshot) {
        try {
            Files.delete(current.resolve("snapshots").resolve(snapshot).resolve(FileSnapshotStore.MANIFEST));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void damageBundle(String bundle) {
        try {
            Path file = bundleFile(bundle, ".ndjson.zst");
            byte[] bytes = Files.readAllBytes(file);
            bytes[bytes.length / 2] ^= 1;
            Files.write(file, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void loseBundle(String bundle) {
        try {
            Files.delete(bundleFile(bundle, ".ndjson.zst"));
            Files.delete(bundleFile(bundle, ".manifest.json"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path bundleFile(String bundle, String ending) {
        return current.resolve("events").resolve("bundles").resolve("dt=" + bundle.substring(0, 10))
                .resolve(bundle + ending);
    }

    @Override
    public void closeStores() {
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }

    @Override
    public void close() {
        closeStores();
    }
}
