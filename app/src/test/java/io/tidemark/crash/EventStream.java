package io.tidemark.crash;

import io.tidemark.app.generate.EventGenerator;
import io.tidemark.app.generate.GeneratorOptions;
import io.tidemark.core.port.NewAttempt;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Events to put, as a test needs them.
///
/// @param all      the attempts as they are put, duplicates among them
/// @param distinct what must be stored of them, in order
record EventStream(List<NewAttempt> all, List<NewAttempt> distinct) {

    /// The stream of that many lines that the generator makes of a seed.
    static EventStream generated(int lines, long seed) {
        List<NewAttempt> all = new ArrayList<>();
        EventGenerator generator = new EventGenerator(options(lines, seed));
        while (generator.next()) {
            all.add(generator.attempt());
        }
        return new EventStream(all, distinct(all));
    }

    /// The lines of that stream as `put` reads them.
    static void write(int lines, long seed, Path file) throws IOException {
        EventGenerator generator = new EventGenerator(options(lines, seed));
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            while (generator.next()) {
                generator.writeTo(out);
            }
        }
    }

    private static GeneratorOptions options(int lines, long seed) {
        return new GeneratorOptions(lines, GeneratorOptions.usualAccounts(lines), seed);
    }

    /// How many of the first attempts must be stored when that many were put.
    int distinctAmong(int put) {
        return distinct(all.subList(0, put)).size();
    }

    private static List<NewAttempt> distinct(List<NewAttempt> attempts) {
        Set<Object> seen = new HashSet<>();
        return attempts.stream().filter(attempt -> seen.add(List.of(attempt.key(), attempt.body()))).toList();
    }
}
