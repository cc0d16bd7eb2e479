package io.tidemark.app.demo;

import io.tidemark.app.generate.GeneratedInput;
import io.tidemark.app.generate.GeneratorOptions;
import io.tidemark.app.intake.Compression;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/// The events that a demonstration is given: lines for `put`, and how many.
public final class DemoEvents {
    private final String description;
    private final long lines;
    private final Opening opening;

    /// Opens the lines, from the first.
    private interface Opening {
        InputStream open() throws IOException;
    }

    private DemoEvents(String description, long lines, Opening opening) {
        this.description = description;
        this.lines = lines;
        this.opening = opening;
    }

    /// A generated stream.
    public static DemoEvents generated(GeneratorOptions options) {
        return new DemoEvents(
                String.format(Locale.ROOT, "%,d generated events (seed %d)", options.events(), options.seed()),
                options.events(), () -> new GeneratedInput(options));
    }

    /// The lines of a bundle, compressed or not. Reads it once, to count them.
    ///
    /// @throws IOException          when there is no such file or it may not be read
    /// @throws DemoRefusedException when it has no lines, or breaks off
    public static DemoEvents of(Path bundle) throws IOException {
        Opening opening = () -> Compression.contentOf(Files.newInputStream(bundle), bundle.toString());
        long lines;
        try (InputStream content = opening.open()) {
            lines = LineParts.count(content);
        } catch (FileSystemException e) {
            throw e;
        } catch (IOException e) {
            throw new DemoRefusedException(DemoRefusedException.Reason.NO_EVENTS, bundle + ": " + e.getMessage());
        }
        if (lines == 0) {
            throw new DemoRefusedException(DemoRefusedException.Reason.NO_EVENTS, bundle + " has no events");
        }
        return new DemoEvents(String.format(Locale.ROOT, "%,d events of %s", lines, bundle), lines, opening);
    }

    /// What they are, for people.
    String description() {
        return description;
    }

    /// How many lines.
    long lines() {
        return lines;
    }

    /// The lines in parts, from the first.
    LineParts open() throws IOException {
        return new LineParts(opening.open());
    }
}
