package io.tidemark.embedded.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.port.Body;
import io.tidemark.core.port.Cursor;
import io.tidemark.core.port.EventLog;
import io.tidemark.core.port.LogRecord;
import io.tidemark.core.port.NewAttempt;
import io.tidemark.embedded.StillCopy;
import io.tidemark.embedded.encoding.ByteSink;
import io.tidemark.embedded.rocks.Batch;
import io.tidemark.embedded.rocks.Database;
import io.tidemark.embedded.rocks.DatabaseOpening;
import io.tidemark.embedded.rocks.Engine;
import io.tidemark.testkit.time.ManualClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Keys are found wherever their positions are: in memory, in the table, in the log alone; and whatever their hashes are.
class KeyIndexTest {
    @TempDir
    Path directory;

    private final Engine engine = new Engine(1 << 20);
    private final Map<EventKey, List<LogRecord.Attempt>> expected = new HashMap<>();
    private final ManualClock clock = ManualClock.atNewYear();
    private Path current = Path.of("");
    private long lastPosition;

    @BeforeEach
    void begin() {
        current = directory.resolve("events-0");
    }

    @AfterEach
    void end() {
        engine.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void duplicatesAndVersionsAreToldApartAcrossRunsOpeningsAndCrashes(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        // Short runs, and far fewer hashes than keys.
        KeyIndex.Sizing sizing = new KeyIndex.Sizing(10 + random.nextInt(200),
                key -> (long) key.text().hashCode() % 97 << 50);
        for (int opening = 0; opening < 5; opening++) {
            try (EventsStore store = EventsStore.openForWriting(current, engine, true, clock, sizing)) {
                for (int call = random.nextInt(8); call >= 0; call--) {
                    putAndCompare(store.log(), random, "seed " + seed);
                }
                compareAll(store.log(), "seed " + seed);
                try (EventsStore reading = EventsStore.openForReading(current, engine, InstantSource.system(),
                        sizing)) {
                    compareAll(reading.log(), "reading, seed " + seed);
                }
                if (random.nextBoolean()) {
                    current = StillCopy.of(current, directory.resolve("events-" + (opening + 1)));
                }
            }
        }
    }

    private void putAndCompare(EventLog log, SplittableRandom random, String what) {
        List<NewAttempt> attempts = new ArrayList<>();
        List<Long> positions = new ArrayList<>();
        for (int i = random.nextInt(1, 400); i > 0; i--) {
            EventKey key = EventKey.of("k" + random.nextInt(700) + EventKey.SUFFIX);
            Body body = Body.of(new byte[] {(byte) random.nextInt(3)});
            attempts.add(new NewAttempt(key, body, null));
            List<LogRecord.Attempt> before = expected.computeIfAbsent(key, _ -> new ArrayList<>());
            if (before.stream().anyMatch(each -> each.body().equals(body))) {
                positions.add(EventLog.DUPLICATE);
            } else {
                positions.add(++lastPosition);
                before.add(new LogRecord.Attempt(lastPosition, arrival(), key, before.size() + 1, null, body));
            }
        }
        assertThat(log.put(attempts)).as(what).containsExactly(positions.toArray(Long[]::new));
    }

    private long arrival() {
        return clock.instant().getEpochSecond() * 1_000_000;
    }

    private void compareAll(EventLog log, String what) {
        expected.forEach((key, attempts) -> {
            assertThat(log.attempts(key)).as(what).isEqualTo(attempts);
            assertThat(log.firstPosition(key)).as(what).isEqualTo(attempts.getFirst().position());
        });
        assertThat(log.attempts(EventKey.of("never-put.event"))).as(what).isEmpty();
        assertThat(log.firstPosition(EventKey.of("never-put.event"))).as(what).isZero();
    }

    @Test
    void aRunThatIsWrittenAsAFileIsFoundLikeAnyOther() {
        int run = 25_000;
        KeyIndex.Sizing sizing = new KeyIndex.Sizing(run, KeyHash::of);
        try (EventsStore store = EventsStore.openForWriting(current, engine, true, clock, sizing)) {
            for (int from = 0; from < 3 * run; from += 5_000) {
                assertThat(store.log().put(numbered(from, from + 5_000))).doesNotContain(EventLog.DUPLICATE);
            }
            // What was killed here finds the first runs in the table and the last in the log.
            current = StillCopy.of(current, directory.resolve("killed"));
            assertThat(store.log().put(numbered(0, 3 * run))).containsOnly(EventLog.DUPLICATE);
        }
        try (EventsStore store = EventsStore.openForWriting(current, engine, false, clock, sizing)) {
            assertThat(store.log().put(numbered(0, 3 * run))).containsOnly(EventLog.DUPLICATE);
            assertThat(store.log().firstPosition(EventKey.of("n0.event"))).isEqualTo(1);
            assertThat(store.log().firstPosition(EventKey.of("n" + (3 * run - 1) + ".event"))).isEqualTo(3L * run);
        }
        assertThat(current.resolve("key-files")).satisfiesAnyOf(place -> assertThat(place).doesNotExist(),
                place -> assertThat(place).isEmptyDirectory());
    }

    @Test
    void anAttemptThatIsNotFoundByItsKeyIsNamedAndFoundAgainWhenTheIndexIsMadeAnew() {
        KeyIndex.Sizing sizing = new KeyIndex.Sizing(100, KeyHash::of);
        try (EventsStore store = EventsStore.openForWriting(current, engine, true, clock, sizing)) {
            store.log().put(numbered(0, 950));
        }
        EventKey lost = EventKey.of("n17.event");
        EventKey moved = EventKey.of("n18.event");
        DatabaseOpening opening = new DatabaseOpening(current, "events", DatabaseOpening.Mode.WRITE, EventTables.ALL,
                engine);
        try (Database database = opening.open()) {
            Batch batch = database.newBatch();
            batch.delete(EventTables.KEYS, PositionKey.of(KeyHash.of(lost)));
            batch.put(EventTables.KEYS, PositionKey.of(KeyHash.of(moved)), new ByteSink(8).putVarint(20));
            database.write(batch, true);
        }

        try (EventsStore store = EventsStore.openForWriting(current, engine, false, clock, sizing)) {
            assertThat(faults(store.log())).containsExactlyInAnyOrder(
                    new EventLog.KeyFault(lost, 18, "the attempt is not found by its key"),
                    new EventLog.KeyFault(moved, 19, "the attempt is not found by its key"),
                    new EventLog.KeyFault(null, 20, "another key than its own leads there"));
            store.log().rebuildKeys();
            assertThat(faults(store.log())).isEmpty();
            assertThat(store.log().firstPosition(lost)).isEqualTo(18);
            assertThat(store.log().put(numbered(0, 950))).containsOnly(EventLog.DUPLICATE);
        }
        try (EventsStore reading = EventsStore.openForReading(current, engine, InstantSource.system(), sizing)) {
            assertThat(faults(reading.log())).isEmpty();
            assertThat(reading.log().firstPosition(moved)).isEqualTo(19);
        }
    }

    @Test
    void anIndexThatCannotBeReadIsMadeAnewWithoutReadingIt() throws IOException {
        int count = 25_000;
        KeyIndex.Sizing sizing = new KeyIndex.Sizing(count, KeyHash::of);
        try (EventsStore store = EventsStore.openForWriting(current, engine, true, clock, sizing)) {
            store.log().put(numbered(0, count));
        }
        garbleTableWith(KeyHash.of(EventKey.of("n9.event")));

        try (EventsStore store = EventsStore.openForWriting(current, engine, false, clock, sizing)) {
            assertThat(faults(store.log())).singleElement().extracting(EventLog.KeyFault::description).asString()
                    .startsWith("cannot be read");
            store.log().rebuildKeys();
            assertThat(faults(store.log())).isEmpty();
            assertThat(store.log().put(numbered(0, count + 1))).endsWith(count + 1L);
        }
        try (EventsStore store = EventsStore.openForWriting(current, engine, false, clock, sizing)) {
            assertThat(faults(store.log())).isEmpty();
        }
    }

    /// Flips a bit in the middle of each table file in which that hash stands.
    private void garbleTableWith(long hash) throws IOException {
        String wanted = new String(PositionKey.of(hash), StandardCharsets.ISO_8859_1).substring(3);
        int garbled = 0;
        try (Stream<Path> files = Files.list(current)) {
            for (Path file : files.filter(each -> each.toString().endsWith(".sst")).toList()) {
                byte[] bytes = Files.readAllBytes(file);
                int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf(wanted);
                if (at >= 0) {
                    bytes[at] ^= 1;
                    Files.write(file, bytes);
                    garbled++;
                }
            }
        }
        assertThat(garbled).isPositive();
    }

    private static List<EventLog.KeyFault> faults(EventLog log) {
        List<EventLog.KeyFault> faults = new ArrayList<>();
        try (EventLog.KeyCheck check = log.checkKeys(log.lastPosition());
                Cursor<EventLog.Segment> segments = log.scan(1, log.lastPosition())) {
            for (EventLog.Segment segment = segments.next(); segment != null; segment = segments.next()) {
                check.add(segment.records());
            }
            check.finish(faults::add);
        }
        return faults;
    }

    private static List<NewAttempt> numbered(int from, int to) {
        List<NewAttempt> attempts = new ArrayList<>();
        for (int i = from; i < to; i++) {
            attempts.add(new NewAttempt(EventKey.of("n" + i + ".event"), Body.of(new byte[] {1}), null));
        }
        return attempts;
    }
}
