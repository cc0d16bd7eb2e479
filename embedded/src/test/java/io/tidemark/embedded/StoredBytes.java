package io.tidemark.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.embedded.rocks.Engine;
import io.tidemark.embedded.rocks.Database;
import io.tidemark.embedded.rocks.DatabaseOpening;
import io.tidemark.embedded.rocks.Table;
import io.tidemark.embedded.rocks.Walk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Damages what lies on disk, bytes of which are found by what they hold.
final class StoredBytes {
    private static final int SEGMENTS = 1;
    private static final List<Table> TABLES = List.of(new Table("default", Table.Shape.FEW),
            new Table("segments", Table.Shape.RUNS), new Table("keys", Table.Shape.POINTS),
            new Table("buckets", Table.Shape.ORDERED));

    private StoredBytes() {}

    /// Flips a bit in the table file that holds the segment of that position.
    static void damageSegmentOf(long position, Path events, Engine cache) {
        byte[] segment;
        DatabaseOpening opening = new DatabaseOpening(events, "events", DatabaseOpening.Mode.WRITE, TABLES, cache);
        try (Database database = opening.open(); Walk walk = database.latest().walk(SEGMENTS)) {
            database.flushWhenReplayExceeds(0);
            assertThat(walk.seekAtOrBefore(ByteBuffer.allocate(Long.BYTES).putLong(position).array())).isTrue();
            segment = walk.value();
        }
        int damaged = 0;
        try (Stream<Path> files = Files.list(events)) {
            for (Path file : files.filter(each -> each.toString().endsWith(".sst")).toList()) {
                damaged += damage(file, segment);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        assertThat(damaged).as("places where the segment is stored").isEqualTo(1);
    }

    private static int damage(Path file, byte[] wanted) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        int at = new String(bytes, StandardCharsets.ISO_8859_1)
                .indexOf(new String(wanted, StandardCharsets.ISO_8859_1));
        if (at < 0) {
            return 0;
        }
        bytes[at + wanted.length - 1] ^= 1;
        Files.write(file, bytes);
        return 1;
    }
}
