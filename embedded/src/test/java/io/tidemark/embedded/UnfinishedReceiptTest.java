package io.tidemark.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.core.port.Receipts;
import io.tidemark.testkit.time.ManualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a process that was killed while it published a receipt leaves behind.
class UnfinishedReceiptTest {
    @TempDir
    Path folder;

    @Test
    void half_a_receipt_is_none_and_goes_when_the_home_is_opened() throws IOException {
        Path receipts = folder.resolve("home").resolve("receipts");
        try (EmbeddedHome home = EmbeddedHome.create(folder.resolve("home"), ManualClock.atNewYear())) {
            Files.writeString(receipts.resolve(".r1.part"), "{ \"format\": \"tide");
            Receipts kept = home.receipts();

            assertThat(kept.list()).isEmpty();
            assertThat(kept.read("r1")).isNull();
            assertThat(kept.publish("r1", "x".getBytes(UTF_8))).as("the id is somebody's").isFalse();
            assertThat(kept.publish("r2", "x".getBytes(UTF_8))).isTrue();
        }
        try (EmbeddedHome home = EmbeddedHome.openForWriting(folder.resolve("home"), ManualClock.atNewYear())) {
            assertThat(names(receipts)).containsExactly("r2.json");
            assertThat(home.receipts().publish("r1", "x".getBytes(UTF_8))).isTrue();
        }
    }

    private static List<String> names(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> String.valueOf(file.getFileName())).toList();
        }
    }
}
