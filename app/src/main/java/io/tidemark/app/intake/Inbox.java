package io.tidemark.app.intake;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A folder into which files are dropped to be put. A file must be complete when it appears under its name: write it under a name
/// that begins with a point, or elsewhere on the same file system, and rename it.
///
/// Once what is in a file is on disk, it is moved to `.done/` in the folder; a file of which something was refused is moved to
/// `.refused/`, with a list of what was refused and why beside it (`NAME.why`). A crash in between puts a file once more, which has
/// no effect. Not thread-safe.
public final class Inbox implements AutoCloseable {
    private static final String DONE = ".done";
    private static final String REFUSED = ".refused";
    /// Files that one round takes: enough to put many small ones on disk together.
    private static final int MOST_FILES = 1000;
    private static final int MOST_REASONS = 1000;
    /// How long a drop may go unseen where the system does not tell of it, and how long what ends the wait.
    private static final long LOOK_INTERVAL_MS = 2000;
    private static final long STOP_INTERVAL_MS = 50;

    private final Path folder;
    private final WatchService watch;

    private Inbox(Path folder, WatchService watch) {
        this.folder = folder;
        this.watch = watch;
    }

    /// Begins to watch a folder, which is made when it is not there.
    ///
    /// @throws IOException when it cannot be made or watched
    public static Inbox open(Path folder) throws IOException {
        Files.createDirectories(folder);
        WatchService watch = folder.getFileSystem().newWatchService();
        try {
            folder.register(watch, StandardWatchEventKinds.ENTRY_CREATE);
            return new Inbox(folder, watch);
        } catch (IOException e) {
            watch.close();
            throw e;
        }
    }

    /// What one round took.
    ///
    /// @param files  how many files
    /// @param result what became of what was in them
    public record Round(int files, PutResult result) {}

    /// Puts the files that are there now, in the bytewise order of their names, and moves them away.
    ///
    /// @param destination where attempts go
    /// @param listener    hears of refusals
    /// @param stop        asked now and then; when true, the files stay, and the next round takes them again
    /// @return what it took, or null when there was nothing
    /// @throws IOException                              when the folder cannot be read or a file not be moved
    /// @throws io.tidemark.core.port.StorageException when the destination fails; the files stay
    public @Nullable Round take(Intake.Destination destination, IntakeListener listener, BooleanSupplier stop)
            throws IOException {
        List<Path> files = waiting();
        if (files.isEmpty()) {
            return null;
        }
        Map<String, List<Refusal>> refusals = new LinkedHashMap<>();
        PutResult result = new Intake(destination).take(files.stream().map(Input::of).toList(), null,
                new IntakeListener() {
                    @Override
                    public void refused(Refusal refusal) {
                        List<Refusal> reasons = refusals.computeIfAbsent(refusal.file(), _ -> new ArrayList<>());
                        if (reasons.size() < MOST_REASONS) {
                            reasons.add(refusal);
                        }
                        listener.refused(refusal);
                    }
                }, stop);
        if (result.complete()) {
            for (Path file : files) {
                moveAway(file, refusals.getOrDefault(file.toString(), List.of()));
            }
        }
        return new Round(files.size(), result);
    }

    private List<Path> waiting() throws IOException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> listing = Files.newDirectoryStream(folder,
                path -> !String.valueOf(path.getFileName()).startsWith(".") && Files.isRegularFile(path))) {
            listing.forEach(files::add);
        } catch (DirectoryIteratorException e) {
            throw new IOException("cannot list " + folder, e);
        }
        return files.stream()
                .sorted(Comparator.comparing(
                        path -> String.valueOf(path.getFileName()).getBytes(StandardCharsets.UTF_8),
                        Arrays::compareUnsigned))
                .limit(MOST_FILES).toList();
    }

    private void moveAway(Path file, List<Refusal> refusals) throws IOException {
        Path to = Files.createDirectories(folder.resolve(refusals.isEmpty() ? DONE : REFUSED));
        Path place = freeName(to, String.valueOf(file.getFileName()));
        if (!refusals.isEmpty()) {
            Files.writeString(place.resolveSibling(place.getFileName() + ".why"),
                    refusals.stream().map(refusal -> (refusal.line() == 0 ? "" : "line " + refusal.line() + ": ")
                            + refusal.reason() + "\n").collect(Collectors.joining()));
        }
        Files.move(file, place, StandardCopyOption.ATOMIC_MOVE);
    }

    /// Names come again, day after day; no file takes the place of an earlier one.
    private static Path freeName(Path folder, String name) {
        Path place = folder.resolve(name);
        for (int number = 2; Files.exists(place); number++) {
            place = folder.resolve(name + "." + number);
        }
        return place;
    }

    /// Waits until something is dropped, but no longer than that, and no longer than to the next look that is due.
    ///
    /// @param longestMs milliseconds
    /// @param stop      ends the wait when true
    /// @throws InterruptedException when the thread is interrupted
    public void await(long longestMs, BooleanSupplier stop) throws InterruptedException {
        long left = Math.min(longestMs, LOOK_INTERVAL_MS);
        try {
            while (left > 0 && !stop.getAsBoolean()) {
                long now = Math.min(left, STOP_INTERVAL_MS);
                WatchKey key = watch.poll(now, TimeUnit.MILLISECONDS);
                if (key != null) {
                    key.pollEvents();
                    key.reset();
                    return;
                }
                left -= now;
            }
        } catch (ClosedWatchServiceException e) {
            throw new IllegalStateException("the inbox was closed", e);
        }
    }

    /// Ends watching; the files stay.
    @Override
    public void close() throws IOException {
        watch.close();
    }
}
