package io.tidemark.crash;

import io.tidemark.Tidemark;
import io.tidemark.core.port.NewAttempt;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/// Puts a stream through the Java API, batch after batch, and says after each how many attempts are acknowledged. To be killed.
final class AcknowledgingMain {
    private AcknowledgingMain() {}

    /// Arguments: the home, the stream's lines, its seed, how many attempts to put at once, and whether to process each batch
    /// before the next.
    public static void main(String[] args) {
        List<NewAttempt> attempts = EventStream.generated(Integer.parseInt(args[1]), Long.parseLong(args[2])).all();
        int batch = Integer.parseInt(args[3]);
        boolean processing = Boolean.parseBoolean(args[4]);
        PrintStream out = System.out;
        try (Tidemark tidemark = Tidemark.open(Path.of(args[0]))) {
            for (int from = 0; from < attempts.size(); from += batch) {
                int to = Math.min(attempts.size(), from + batch);
                tidemark.put(attempts.subList(from, to));
                out.println(to);
                out.flush();
                if (processing) {
                    tidemark.process();
                }
            }
        }
    }
}
