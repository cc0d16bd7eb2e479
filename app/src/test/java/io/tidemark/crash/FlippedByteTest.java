package io.tidemark.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.Tidemark;
import io.tidemark.core.port.StorageException;
import io.tidemark.embedded.EmbeddedHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A byte of the events that a disk no longer has right is damage, and never taken for a tail that a crash tore: that would lose what
/// was acknowledged, and say nothing.
class FlippedByteTest {
    private static final int FLIPS_PER_FILE = 6;
    private static final long SEED = 8;

    @TempDir
    private Path directory;

    private final EventStream stream = EventStream.generated(3_000, SEED);
    private Path home;

    @BeforeEach
    void keepAccounts() {
        home = directory.resolve("home");
        for (int from = 0; from < 3_000; from += 1_000) {
            try (Tidemark tidemark = Tidemark.open(home)) {
                tidemark.put(stream.all().subList(from, from + 1_000));
                tidemark.process();
            }
        }
    }

    @Test
    void a_byte_flipped_in_the_events_takes_none_of_them_away_in_silence() throws IOException {
        SplittableRandom random = new SplittableRandom(SEED);
        int damaged = 0;
        for (Path file : files()) {
            byte[] bytes = Files.readAllBytes(file);
            for (int i = 0; i < FLIPS_PER_FILE; i++) {
                int at = random.nextInt(bytes.length);
                bytes[at] ^= 0x41;
                Files.write(file, bytes);
                damaged += isSeenDamaged(home.relativize(file) + " at " + at) ? 1 : 0;
                bytes[at] ^= 0x41;
            }
            Files.write(file, bytes);
        }
        assertThat(damaged).as("flips that were seen, seed %d", SEED).isPositive();
        assertThat(isSeenDamaged("nothing")).isFalse();
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(home.resolve("events"))) {
            List<Path> found = new ArrayList<>();
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                if (Files.size(file) > 0) {
                    found.add(file);
                }
            }
            return found;
        }
    }

    /// Whether reading all events says that they are damaged; where it does not, all of them are there.
    private boolean isSeenDamaged(String what) {
        try (EmbeddedHome reading = EmbeddedHome.openForReading(home, InstantSource.system())) {
            List<?> read;
            try {
                read = HomeContent.attempts(reading.log());
            } catch (StorageException e) {
                assertThat(e.kind()).as(what).isEqualTo(StorageException.Kind.DAMAGED);
                return true;
            }
            assertThat(read).as("what is read with a byte flipped in %s", what).isEqualTo(stream.distinct());
            return false;
        }
    }
}
