package io.tidemark.embedded;

import io.tidemark.core.port.ControlItem;
import io.tidemark.core.port.EventLog;
import io.tidemark.core.port.Generations;
import io.tidemark.core.port.LedgerStore;
import io.tidemark.core.port.Stores;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/// Knows how much of a home's write-ahead logs is surely on disk: what was there when a call returned that promises to sync.
final class SyncedLogs {
    /// The calls of ports that promise it.
    private static final Set<String> EVENTS_SYNC = Set.of("put", "control", "update");
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
                watch(stores.control(), ControlItem.class),
                watch(stores.generations(), Generations.class), stores.snapshots());
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
        try (Stream<Path> files = Files.walk(part)) {
            for (Path file : files.filter(each -> each.toString().endsWith(".log")).toList()) {
                sizes.put(home.relativize(file), Files.size(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Copies the home as a loss of power would leave it.
    synchronized void copyTo(Path copy) {
        try {
            Files.walkFileTree(home, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                        throws IOException {
                    Files.createDirectories(copy.resolve(home.relativize(directory)));
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Path name = home.relativize(file);
                    Files.copy(file, copy.resolve(name));
                    if (name.toString().endsWith(".log")) {
                        cut(copy.resolve(name), sizes.getOrDefault(name, 0L));
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void cut(Path file, long size) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(size);
        }
    }
}
