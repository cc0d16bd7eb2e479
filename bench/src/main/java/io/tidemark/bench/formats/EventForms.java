package io.tidemark.bench.formats;

import com.github.luben.zstd.ZstdOutputStream;
import io.tidemark.app.generate.GeneratedInput;
import io.tidemark.app.generate.GeneratorOptions;
import io.tidemark.core.bundle.InputLine;
import io.tidemark.core.bundle.InputLineParser;
import io.tidemark.core.bundle.InputReader;
import io.tidemark.core.event.Event;
import io.tidemark.core.event.EventDecoder;
import io.tidemark.core.event.EventType;
import io.tidemark.core.event.ScanningEventDecoder;
import io.tidemark.core.port.Body;
import io.tidemark.core.port.NewAttempt;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/// Writes the same generated events in each form. What is no event, or is one in the lab's notation, is left out of all of them.
final class EventForms {
    private static final int LINES_PER_FILE = 100_000;
    private static final int BUFFER_BYTES = 1 << 16;
    private static final long MICROS_PER_EVENT = 86_400_000_000L / 50_000;

    private final long events;
    private final Path directory;
    private final EventDecoder decoder = new ScanningEventDecoder();

    EventForms(long events, Path directory) {
        this.events = events;
        this.directory = directory;
    }

    /// Packs a file's bytes.
    @FunctionalInterface
    private interface Packing {
        OutputStream over(OutputStream file) throws IOException;
    }

    private interface Each {
        void attempt(NewAttempt attempt, long number) throws IOException;
    }

    private void generate(Each each) throws IOException {
        InputLineParser parser = new InputLineParser();
        try (InputReader lines = new InputReader(
                new GeneratedInput(new GeneratorOptions(events, GeneratorOptions.usualAccounts(events), 1)))) {
            long number = 0;
            for (InputReader.Line line = lines.next(); line != null; line = lines.next()) {
                if (parser.parse(line) instanceof InputLine.Attempt(NewAttempt attempt) && !isRaw(line)
                        && isEvent(attempt)) {
                    each.attempt(attempt, number++);
                }
            }
        }
    }

    private boolean isEvent(NewAttempt attempt) {
        EventType type = attempt.key().type();
        Body body = attempt.body();
        return type != null && decoder.decode(type, body.array(), body.offset(), body.length()) instanceof Event;
    }

    private static boolean isRaw(InputReader.Line line) {
        return new String(line.array(), line.offset(), line.length(), StandardCharsets.UTF_8).contains("\"raw\":");
    }

    /// One file an event, named by its key; a second attempt takes the place of the first, as in the current versions of a bucket.
    Path objects() throws IOException {
        Path folder = Files.createDirectories(directory.resolve("objects"));
        generate((attempt, _) -> Files.write(folder.resolve(attempt.key().text()), attempt.body().toBytes()));
        return folder;
    }

    /// Lines with key, arrival and body, plain.
    Path lines() throws IOException {
        return lines("lines", ".ndjson", file -> file);
    }

    /// The same, gzipped.
    Path gzippedLines() throws IOException {
        return lines("lines-gz", ".ndjson.gz", file -> new GZIPOutputStream(file, BUFFER_BYTES));
    }

    /// The same, compressed by zstd.
    Path zstdLines() throws IOException {
        return lines("lines-zst", ".ndjson.zst", ZstdOutputStream::new);
    }

    private Path lines(String name, String suffix, Packing packing) throws IOException {
        Path folder = Files.createDirectories(directory.resolve(name));
        ByteArrayOutputStream pending = new ByteArrayOutputStream();
        long[] last = {-1};
        generate((attempt, number) -> {
            if (number % LINES_PER_FILE == 0 && number > 0) {
                write(folder, suffix, packing, pending, number / LINES_PER_FILE - 1);
            }
            pending.writeBytes(("{\"key\":\"" + attempt.key().text() + "\",\"arrival\":" + number * MICROS_PER_EVENT
                    + ",\"body\":").getBytes(StandardCharsets.UTF_8));
            pending.write(attempt.body().array(), attempt.body().offset(), attempt.body().length());
            pending.writeBytes("}\n".getBytes(StandardCharsets.UTF_8));
            last[0] = number;
        });
        write(folder, suffix, packing, pending, last[0] / LINES_PER_FILE);
        return folder;
    }

    private static void write(Path folder, String suffix, Packing packing, ByteArrayOutputStream lines, long part)
            throws IOException {
        try (OutputStream out = new BufferedOutputStream(
                packing.over(Files.newOutputStream(folder.resolve("part-" + part + suffix))), BUFFER_BYTES)) {
            lines.writeTo(out);
        }
        lines.reset();
    }
}
