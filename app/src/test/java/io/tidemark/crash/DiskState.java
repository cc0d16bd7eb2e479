package io.tidemark.crash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;

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
        for (Path file : filesIn(directory)) {
            if (isWriteAheadLog(file)) {
                syncedBytes.put(file, Files.size(file));
            } else if (isMark(file)) {
                marks.put(file, Files.readAllBytes(file));
            }
        }
    }

    /// The last sync did not happen after all.
    void forgetLastSync() {
        syncedBytes = syncedBytesBefore;
        marks = marksBefore;
    }

    /// Copies a home as a crash of the machine may leave it.
    void copyAsAfterCrash(Path from, Path to, SplittableRandom random) throws IOException {
        for (Path file : filesIn(from)) {
            Path copy = to.resolve(from.relativize(file));
            Files.createDirectories(copy.getParent());
            if (isWriteAheadLog(file)) {
                Files.write(copy,
                        damaged(Files.readAllBytes(file), syncedBytes.getOrDefault(file, 0L).intValue(), random));
            } else if (isMark(file)) {
                Files.write(copy, marks.getOrDefault(file, Files.readAllBytes(file)));
            } else {
                Files.copy(file, copy);
            }
        }
        Files.createDirectories(to.resolve("tmp"));
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

    private static List<Path> filesIn(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }
}
