package io.tidemark.app.intake;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import io.tidemark.core.event.EventKey;

/// Walks over the files that a path stands for, in the bytewise order of their paths.
///
/// A folder gives its event files and bundles, recursively. Files and folders in it whose names begin with a point are passed over;
/// any other file in it is refused, so that nothing that someone meant to put is lost unseen. A file that is named directly is
/// taken as a bundle when it is not an event file.
final class InputFiles {
    private static final Pattern BUNDLE = Pattern.compile(".*\\.(ndjson|jsonl)(\\.gz|\\.zst)?");

    private final Visitor visitor;

    /// Takes what is found.
    interface Visitor {
        /// A file with one event's bytes, named by its key.
        void event(Path file) throws InterruptedException;

        /// A file with lines.
        void bundle(Path file) throws InterruptedException;

        /// What cannot be taken.
        void refused(Refusal refusal) throws InterruptedException;
    }

    InputFiles(Visitor visitor) {
        this.visitor = visitor;
    }

    /// Visits the files that a path stands for.
    ///
    /// @throws InterruptedException when a visit is
    void visit(Path path) throws InterruptedException {
        if (Files.isDirectory(path)) {
            folder(path, List.of());
        } else if (isEventFile(path)) {
            visitor.event(path);
        } else {
            visitor.bundle(path);
        }
    }

    private static boolean isEventFile(Path path) {
        return path.toString().endsWith(EventKey.SUFFIX);
    }

    private void folder(Path folder, List<Path> above) throws InterruptedException {
        List<Path> path = new ArrayList<>(above);
        List<Found> children = new ArrayList<>();
        try {
            Path real = folder.toRealPath();
            if (above.contains(real)) {
                visitor.refused(new Refusal(folder.toString(), 0, "the folder contains itself through a link"));
                return;
            }
            path.add(real);
            try (DirectoryStream<Path> listing = Files.newDirectoryStream(folder)) {
                for (Path child : listing) {
                    children.add(new Found(child, Files.isDirectory(child)));
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            visitor.refused(new Refusal(folder.toString(), 0, "the folder cannot be read: " + InputFailure.textOf(e)));
            return;
        }
        children.sort(Comparator.comparing(Found::sortName, Arrays::compareUnsigned));
        for (Found child : children) {
            if (!child.name().startsWith(".")) {
                visit(child, path);
            }
        }
    }

    private void visit(Found child, List<Path> above) throws InterruptedException {
        if (child.folder()) {
            folder(child.path(), above);
        } else if (isEventFile(child.path())) {
            visitor.event(child.path());
        } else if (BUNDLE.matcher(child.name()).matches()) {
            visitor.bundle(child.path());
        } else {
            visitor.refused(new Refusal(child.path().toString(), 0,
                    "neither an event file (NAME.event) nor a bundle (NAME.ndjson, NAME.jsonl, also with .gz or .zst)"));
        }
    }

    /// Something in a folder. With `/` behind a folder's name, walking in the order of these names meets all files in the order of
    /// their whole paths: `a-b` comes before `a/b`, because `-` comes before `/`.
    private record Found(Path path, boolean folder) {
        String name() {
            return String.valueOf(path.getFileName());
        }

        byte[] sortName() {
            return (folder ? name() + "/" : name()).getBytes(StandardCharsets.UTF_8);
        }
    }
}
