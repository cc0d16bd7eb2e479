package io.tidemark.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.core.port.ControlAction;
import io.tidemark.core.port.DamagedRecordsException;
import io.tidemark.core.port.EventLog;
import io.tidemark.testkit.time.ManualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Damage to what a killed process had acknowledged is told from what a crash tore, though the write-ahead log cannot tell them apart.
class LostEventsTest {
    private static final int PUTS = 20;
    private static final int EACH = 30;
    private static final long ALL = (long) PUTS * EACH;

    @TempDir
    Path directory;

    private final ManualClock clock = ManualClock.atNewYear();
    private Path killed = Path.of("");

    @BeforeEach
    void kill() {
        Path home = directory.resolve("home");
        try (EmbeddedHome owner = EmbeddedHome.create(home, clock)) {
            for (int put = 0; put < PUTS; put++) {
                owner.log().put(Puts.numbered(put * EACH, (put + 1) * EACH));
            }
            killed = StillCopy.of(home, directory.resolve("killed"));
        }
    }

    private Path log(Path home) throws IOException {
        try (Stream<Path> files = Files.list(home.resolve("events"))) {
            return files.filter(file -> file.toString().endsWith(".log")).filter(file -> file.toFile().length() > 0)
                    .reduce((a, b) -> {
                        throw new AssertionError("two logs: " + a + ", " + b);
                    }).orElseThrow();
        }
    }

    private void damageFrom(int percent) throws IOException {
        Path log = log(killed);
        byte[] bytes = Files.readAllBytes(log);
        bytes[bytes.length * percent / 100] ^= 0x20;
        Files.write(log, bytes);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void wherever_a_byte_is_wrong_everything_is_there_or_is_known_to_be_lost(long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        int lost = 0;
        for (int i = 0; i < 12; i++) {
            Path home = StillCopy.of(killed, directory.resolve("flipped-" + i));
            Path log = log(home);
            byte[] bytes = Files.readAllBytes(log);
            int at = random.nextInt(bytes.length);
            bytes[at] ^= (byte) (1 << random.nextInt(8));
            Files.write(log, bytes);
            String what = "seed " + seed + ", byte " + at + " of " + bytes.length;
            try (EmbeddedHome reader = EmbeddedHome.openForReading(home, InstantSource.system())) {
                long last = reader.log().lastPosition();
                assertThat(reader.log().acknowledgedPosition()).as(what).isEqualTo(ALL);
                assertThat(Puts.scan(reader.log(), 1)).as(what).hasSize((int) last);
                lost += last < ALL ? 1 : 0;
            }
        }
        assertThat(lost).isPositive();
    }

    @Test
    void nothing_is_put_on_top_of_a_loss_until_it_is_accepted() throws IOException {
        damageFrom(60);

        long last;
        try (EmbeddedHome owner = EmbeddedHome.openForWriting(killed, clock)) {
            EventLog log = owner.log();
            last = log.lastPosition();
            assertThat(last).isBetween((long) EACH, ALL - EACH);
            assertThat(log.acknowledgedPosition()).isEqualTo(ALL);
            assertThatThrownBy(() -> log.put(Puts.numbered(0, 1))).isInstanceOfSatisfying(
                    DamagedRecordsException.class, lost -> {
                        assertThat(lost.firstPosition()).isEqualTo(last(log) + 1);
                        assertThat(lost.lastPosition()).isEqualTo(ALL);
                    });
            assertThatThrownBy(() -> log.control(new ControlAction.UseRules(1), "ann", "why not"))
                    .isInstanceOf(DamagedRecordsException.class);
        }
        try (EmbeddedHome owner = EmbeddedHome.openForWriting(killed, clock)) {
            EventLog log = owner.log();
            assertThat(log.acknowledgedPosition()).as("opened and closed again").isEqualTo(ALL);
            log.acceptLoss();
            assertThat(log.acknowledgedPosition()).isEqualTo(last);
            long[] positions = log.put(Puts.numbered(0, (int) ALL));
            assertThat(positions[(int) last - 1]).isEqualTo(EventLog.DUPLICATE);
            assertThat(positions[(int) last]).isEqualTo(last + 1);
        }
        try (EmbeddedHome owner = EmbeddedHome.openForWriting(killed, clock)) {
            assertThat(owner.log().lastPosition()).isEqualTo(ALL);
            assertThat(owner.log().acknowledgedPosition()).isEqualTo(ALL);
            assertThat(owner.log().firstPosition(Puts.key("n" + (ALL - 1)))).isEqualTo(ALL);
        }
    }

    private static long last(EventLog log) {
        return log.lastPosition();
    }

    @Test
    void an_index_that_is_ahead_of_what_is_left_is_made_anew_when_the_loss_is_accepted() throws IOException {
        // A closed home has no log to lose: what is left is as if an old copy of the tables had come back without its mark.
        Path old = StillCopy.of(killed, directory.resolve("old"));
        try (EmbeddedHome owner = EmbeddedHome.openForWriting(old, clock)) {
            owner.log().put(Puts.numbered((int) ALL, (int) ALL + 5));
        }
        Files.copy(old.resolve("events").resolve("ACKNOWLEDGED"), killed.resolve("events").resolve("newer"));
        Files.move(killed.resolve("events").resolve("newer"), killed.resolve("events").resolve("ACKNOWLEDGED"),
                StandardCopyOption.REPLACE_EXISTING);

        try (EmbeddedHome owner = EmbeddedHome.openForWriting(killed, clock)) {
            assertThat(owner.log().acknowledgedPosition()).isEqualTo(ALL + 5);
            owner.log().acceptLoss();
            assertThat(owner.log().put(Puts.numbered(0, (int) ALL + 1))).endsWith(ALL + 1);
        }
    }
}
