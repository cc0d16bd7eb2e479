package io.tidemark.embedded.rocks;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.embedded.rocks.DatabaseOpening.Mode;
import io.tidemark.embedded.rocks.Table.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What a crash of the machine leaves at the end of a write-ahead log, and how often a database can be opened after it.
class GarbledLogTest {
    private static final List<Table> TABLES = List.of(new Table("default", Shape.FEW),
            new Table("others", Shape.ORDERED));
    private static final int ITEMS = 200;

    @TempDir
    private Path folder;

    private final Engine engine = new Engine(1 << 20);

    @AfterEach
    void close() {
        engine.close();
    }

    /// What becomes of the last bytes of a log.
    enum Damage {
        CUT {
            @Override
            byte[] done(byte[] log) {
                return Arrays.copyOf(log, log.length - 300);
            }
        },
        ZEROS {
            @Override
            byte[] done(byte[] log) {
                Arrays.fill(log, log.length - 300, log.length, (byte) 0);
                return log;
            }
        },
        NOISE {
            @Override
            byte[] done(byte[] log) {
                byte[] noise = new byte[300];
                new SplittableRandom(1).nextBytes(noise);
                System.arraycopy(noise, 0, log, log.length - noise.length, noise.length);
                return log;
            }
        },
        ONE_BIT {
            @Override
            byte[] done(byte[] log) {
                log[log.length - 300] ^= 4;
                return log;
            }
        };

        abstract byte[] done(byte[] log);
    }

    @ParameterizedTest
    @EnumSource
    void it_can_be_opened_again_and_again_with_nothing_written_in_between(Damage damage) throws IOException {
        write();
        Path log = log();
        Files.write(log, damage.done(Files.readAllBytes(log)));

        int left = items();

        assertThat(left).isBetween(ITEMS / 2, ITEMS - 1);
        for (int i = 0; i < 3; i++) {
            assertThat(items()).isEqualTo(left);
        }
    }

    /// One table reaches its file; what another one holds is in the log alone.
    private void write() {
        try (Database database = open()) {
            put(database, 1, 0, new byte[100]);
            database.flushWhenReplayExceeds(0);
        }
        try (Database database = open()) {
            for (int i = 0; i < ITEMS; i++) {
                put(database, 0, i, new byte[20]);
            }
        }
    }

    private int items() {
        try (Database database = open()) {
            int count = 0;
            while (database.latest().get(0, key(count)) != null) {
                count++;
            }
            return count;
        }
    }

    private Path log() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("db"))) {
            return files.filter(file -> file.toString().endsWith(".log")).max(Path::compareTo).orElseThrow();
        }
    }

    private Database open() {
        return new DatabaseOpening(folder.resolve("db"), "test", Mode.CREATE, TABLES, engine).open();
    }

    private static void put(Database database, int table, int key, byte[] value) {
        Batch batch = database.newBatch();
        batch.put(table, key(key), value);
        database.write(batch, true);
    }

    private static byte[] key(int number) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(number).array();
    }
}
