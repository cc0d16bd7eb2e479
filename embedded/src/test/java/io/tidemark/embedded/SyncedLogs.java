package io.tidemark.embedded;

import io.tidemark.core.port.LogBundles;
import io.tidemark.core.port.ControlItem;
import io.tidemark.core.port.EventLog;
import io.tidemark.core.port.Generations;
import io.tidemark.core.port.LedgerStore;
import io.tidemark.core.port.Stores;
import io.tidemark.embedded.disk.Directories;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/// Knows how much of a home's write-ahead logs is surely on disk: what was there when a call returned that promises to sync.
final class SyncedLogs {
    /// The calls of ports that promise it.
    private static final Set<String> EVENTS_SYNC = Set.of("put", "control", "update", "pack", "freeze",
            "thaw");
    private static final Set<String> LEDGER_SYNC = Set.of("sync", "create");

    private final Path home;
    private final LongSupplier ledgerSyncs;
    private final AtomicLong noted = new AtomicLong();
    private final Map<Path, Long> sizes = new HashMap<>();

    /// Knows about a home's logs.
    ///
    /// @param ledgerSyncs how often ledgers synced what they wrote, be it for reasons of their own
    SyncedLogs(Path home, LongSupplier ledgerSyncs) {
        this.home = home;
        this.ledgerSyncs = ledgerSyncs;
        note(home);
    }

    /// The same stores, watched.
    Stores watch(Stores stores) {
        return new Stores(watch(stores.log(), EventLog.class), stores.buckets(),
                watch(stores.bundles(), LogBundles.class),
                watch(stores.control(), ControlItem.class),
                watch(stores.generations(), Generations.class), stores.snapshots(), stores.receipts());
    }

    private <T> T watch(T port, Class<T> type) {
        Object proxy = Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (_, method, arguments) -> {
            Object result;
            try {
                result = method.invoke(port, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
            if (EVENTS_SYNC.contains(method.getName())) {
                note(home.resolve("events"));
            }
            long syncs = ledgerSyncs.getAsLong();
            if (LEDGER_SYNC.contains(method.getName()) || noted.getAndSet(syncs) != syncs) {
                note(home.resolve("ledger"));
            }
            return result instanceof LedgerStore ledger
                    ? watch(ledger, LedgerStore.class)
                    : result;
        });
        return type.cast(proxy);
    }

    private synchronized void note(Path part) {
        StillCopy.files(part).forEach((name, size) -> {
            if (name.toString().endsWith(".log")) {
                sizes.put(home.relativize(part.resolve(name)), size);
            }
        });
    }

    /// Copies the home as a loss of power would leave it.
    synchronized void copyTo(Path copy) {
        long syncs;
        do {
            // A ledger may sync in the background, and then what it wrote before is on disk as well.
            syncs = ledgerSyncs.getAsLong();
            if (noted.getAndSet(syncs) != syncs) {
                note(home.resolve("ledger"));
            }
            remove(copy);
            StillCopy.of(home, copy);
        } while (ledgerSyncs.getAsLong() != syncs);
        try (Stream<Path> files = Files.walk(copy)) {
            for (Path file : files.filter(each -> each.toString().endsWith(".log")).toList()) {
                cut(file, sizes.getOrDefault(copy.relativize(file), 0L));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void remove(Path copy) {
        try {
            Directories.delete(copy);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void cut(Path file, long size) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(Math.min(size, channel.size()));
        }
    }
}
