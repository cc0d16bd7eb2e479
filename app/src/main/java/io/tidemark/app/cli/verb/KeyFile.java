package io.tidemark.app.cli.verb;

import io.tidemark.Tidemark;
import io.tidemark.core.event.EventKey;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A file of event keys, one a line. Empty lines are passed over.
final class KeyFile {
    private final String name;
    private final Map<Long, String> lines;

    private KeyFile(String name, Map<Long, String> lines) {
        this.name = name;
        this.lines = lines;
    }

    /// Reads a file.
    ///
    /// @throws IOException when it cannot be read
    static KeyFile read(String name, CommandContext context) throws IOException {
        Map<Long, String> lines = new LinkedHashMap<>();
        try (BufferedReader reader = Files.newBufferedReader(context.file(Path.of(name)),
                StandardCharsets.UTF_8)) {
            long number = 0;
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                number++;
                if (!line.isBlank()) {
                    lines.put(number, line.strip());
                }
            }
        }
        return new KeyFile(name, lines);
    }

    /// The keys.
    ///
    /// @throws CommandFailure when anything was never put under one of them; each is told with its line
    List<EventKey> known(Tidemark tidemark, CommandContext context) {
        List<EventKey> keys = new ArrayList<>();
        long unknown = 0;
        for (Map.Entry<Long, String> line : lines.entrySet()) {
            EventKey key = EventKey.parse(line.getValue());
            if (key == null || tidemark.attempts(key).isEmpty()) {
                unknown++;
                context.tell("tidemark: " + FailureLine.of(name + ":" + line.getKey() + ": " + line.getValue()
                        + ": no event was put under this key"));
            } else {
                keys.add(key);
            }
        }
        if (unknown > 0) {
            throw new CommandFailure(ExitCodes.INCOMPLETE,
                    (unknown == 1 ? "1 line" : unknown + " lines") + " of " + name
                            + " name no event; nothing was changed");
        }
        return keys;
    }
}
