package io.tidemark.app.cli;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Queue;

/// Hands every line that is written on to a queue.
final class OutputStreamOfLines extends OutputStream {
    private final Queue<String> lines;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    private OutputStreamOfLines(Queue<String> lines) {
        this.lines = lines;
    }

    static OutputStream to(Queue<String> lines) {
        return new OutputStreamOfLines(lines);
    }

    @Override
    public synchronized void write(int b) {
        if (b == '\n') {
            lines.add(line.toString(StandardCharsets.UTF_8));
            line.reset();
        } else {
            line.write(b);
        }
    }
}
