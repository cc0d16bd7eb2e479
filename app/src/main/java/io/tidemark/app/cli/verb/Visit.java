package io.tidemark.app.cli.verb;

import io.tidemark.Tidemark;
import io.tidemark.TidemarkOptions;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/// A command's stay in the process that owns the home, on behalf of another process: what it works on is open already, and paths are
/// meant from the other one's directory. Thread-safe.
public final class Visit {
    private final Tidemark home;
    private final Path directory;
    private final Consumer<String> host;
    /// What relative paths were found to be, and how they were given.
    private final Map<String, String> given = new LinkedHashMap<>();

    /// A stay.
    ///
    /// @param home      what the owner has open
    /// @param directory the directory of whoever asked
    /// @param host      hears, on one line, what is done to the home
    public Visit(Tidemark home, Path directory, Consumer<String> host) {
        this.home = home;
        this.directory = directory;
        this.host = host;
    }

    /// The home, to be closed by the command; it stays open all the same.
    Tidemark open(TidemarkOptions options) {
        return home.lend(options);
    }

    /// Tells whoever watches the owner.
    void tellHost(String message) {
        host.accept(message);
    }

    /// Where a path is that was given there.
    Path at(Path path) {
        if (path.isAbsolute()) {
            return path;
        }
        Path found = directory.resolve(path);
        synchronized (given) {
            given.put(found.toString(), path.toString());
        }
        return found;
    }

    /// A text with paths in the form in which they were given.
    ///
    /// @param ownHome how whoever asked calls the home
    String shown(String text, Path ownHome) {
        String shown = text;
        synchronized (given) {
            for (Map.Entry<String, String> path : given.entrySet()) {
                shown = shown.replace(path.getKey(), path.getValue());
            }
        }
        // A name that is no whole path could stand for anything.
        return Path.of(home.place()).isAbsolute() ? shown.replace(home.place(), ownHome.toString()) : shown;
    }
}
