package io.tidemark.crash;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;

/// What of a home's write-ahead logs is known to be on disk, and what a crash of the machine can make of the rest. All other files
/// are synced by whoever writes them, before anything relies on them.
final class DiskState {
    private static final int PAGE_BYTES = 4096;

    private Map<Path, Long> syncedBytes = new HashMap<>();
    private Map<Path, Long> syncedBytesBefore = new HashMap<>();
    private Map<Path, byte[]> marks = new HashMap<>();
    private Map<Path, byte[]> marksBefore = new HashMap<>();

    /// Everything in a directory is on disk, because it was read from there.
    void everythingIsSynced(Path directory) throws IOException {
        syncedBytes = new HashMap<>();
        marks = new HashMap<>();
        writeAheadLogsAreSynced(directory);
    }

    /// The write-ahead logs somewhere below a directory are on disk as long as they are now.
    void writeAheadLogsAreSynced(Path directory) throws IOException {
        syncedBytesBefore = new HashMap<>(syncedBytes);
        marksBefore = new HashMap<>(marks);
        for (Map.Entry<Path, Long> file : sizesIn(directory).entrySet()) {
            if (isWriteAheadLog(file.getKey())) {
                syncedBytes.put(file.getKey(), file.getValue());
            } else if (isMark(file.getKey())) {
                marks.put(file.getKey(), Files.readAllBytes(file.getKey()));
            }
        }
    }

    /// The last sync did not happen after all.
    void forgetLastSync() {
        syncedBytes = syncedBytesBefore;
        marks = marksBefore;
    }

    /// Copies a home as a crash of the machine may leave it. A crash takes all files at one moment: when the store removes or adds
    /// files in the background meanwhile, the copy is made again.
    void copyAsAfterCrash(Path from, Path to, SplittableRandom random) throws IOException {
        long seed = random.nextLong();
        while (!copiedAtOneMoment(from, to, new SplittableRandom(seed))) {
            FileTree.delete(to);
        }
        Files.createDirectories(to.resolve("tmp"));
    }

    private boolean copiedAtOneMoment(Path from, Path to, SplittableRandom random) throws IOException {
        Map<Path, Long> before = sizesIn(from);
        try {
            for (Path file : before.keySet()) {
                long synced = isSyncedByAFlush(file, before.keySet()) ? Long.MAX_VALUE
                        : syncedBytes.getOrDefault(file, 0L);
                copyFile(file, to.resolve(from.relativize(file)), synced, random);
            }
        } catch (NoSuchFileException _) {
            return false;
        }
        return sizesIn(from).equals(before);
    }

    private void copyFile(Path file, Path copy, long synced, SplittableRandom random) throws IOException {
        Files.createDirectories(copy.getParent());
        if (isWriteAheadLog(file)) {
            byte[] bytes = Files.readAllBytes(file);
            Files.write(copy, damaged(bytes, (int) Math.min(bytes.length, synced), random));
        } else if (isMark(file)) {
            Files.write(copy, marks.getOrDefault(file, Files.readAllBytes(file)));
        } else {
            Files.copy(file, copy);
        }
    }

    /// Whether RocksDB itself has synced a write-ahead log: it does so with all logs but the one being written before it puts a
    /// table file in force, so that no table file is ahead of the logs. Files are numbered in the order in which they are made.
    private static boolean isSyncedByAFlush(Path log, Set<Path> files) {
        return isWriteAheadLog(log)
                && files.stream().filter(file -> isWriteAheadLog(file) && isMadeAfter(log, file))
                        .anyMatch(next -> files.stream()
                                .anyMatch(file -> file.toString().endsWith(".sst") && isMadeAfter(next, file)));
    }

    private static boolean isMadeAfter(Path earlier, Path file) {
        return file.equals(earlier.resolveSibling(file.getFileName())) && numberOf(file) > numberOf(earlier);
    }

    private static long numberOf(Path file) {
        String name = file.getFileName().toString();
        return Long.parseLong(name.substring(0, name.indexOf('.')));
    }

    private static byte[] damaged(byte[] bytes, int synced, SplittableRandom random) {
        int unsynced = bytes.length - synced;
        if (unsynced <= 0) {
            return bytes;
        }
        int from = synced + random.nextInt(unsynced);
        return switch (random.nextInt(6)) {
            case 0 -> bytes;
            case 1 -> Arrays.copyOf(bytes, from);
            case 2 -> Arrays.copyOf(bytes, synced);
            case 3 -> {
                // The size had reached the disk, the data had not.
                Arrays.fill(bytes, from, bytes.length, (byte) 0);
                yield bytes;
            }
            case 4 -> {
                // Pages reach the disk in any order.
                int page = Math.max(synced, from / PAGE_BYTES * PAGE_BYTES);
                Arrays.fill(bytes, page, Math.min(bytes.length, page + PAGE_BYTES), (byte) 0);
                yield bytes;
            }
            default -> {
                for (int i = 0; i < 1 + random.nextInt(20); i++) {
                    bytes[synced + random.nextInt(unsynced)] = (byte) random.nextInt();
                }
                yield bytes;
            }
        };
    }

    private static boolean isWriteAheadLog(Path file) {
        return file.toString().endsWith(".log");
    }

    /// Whether a file says what was acknowledged: it must not say so of what the crash takes.
    private static boolean isMark(Path file) {
        return file.endsWith("ACKNOWLEDGED");
    }

    /// The files below a directory with their sizes. What comes or goes in the background while it looks may be missing.
    private static SortedMap<Path, Long> sizesIn(Path directory) throws IOException {
        SortedMap<Path, Long> sizes = new TreeMap<>();
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                sizes.put(file, attributes.size());
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                if (failure instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw failure;
            }
        });
        return sizes;
    }
}
