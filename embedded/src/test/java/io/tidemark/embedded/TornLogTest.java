package io.tidemark.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.event.Sha256;
import io.tidemark.core.ledger.Account;
import io.tidemark.core.ledger.Outcome;
import io.tidemark.core.port.Body;
import io.tidemark.core.port.Cursor;
import io.tidemark.core.port.EventLog;
import io.tidemark.core.port.LedgerCommit;
import io.tidemark.core.port.LedgerStore;
import io.tidemark.core.port.LogRecord;
import io.tidemark.core.port.NewAttempt;
import io.tidemark.core.port.OutcomeCounts;
import io.tidemark.testkit.time.ManualClock;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever a crash does to what was written beyond the last sync, cutting it or garbling it: what opens afterwards is a prefix, in
/// order, and no shorter than what was acknowledged. Again and again, on top of what earlier crashes left.
class TornLogTest {
    private static final int CRASHES = 6;
    private static final Path MARK = Path.of("events", "ACKNOWLEDGED");

    @TempDir
    Path directory;

    private final ManualClock clock = ManualClock.atNewYear();
    private Path home = Path.of("");
    private Map<Path, Long> synced = Map.of();
    private byte[] mark = {};

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14, 15, 16, 17, 18})
    void events_are_a_prefix_no_shorter_than_what_was_acknowledged(long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        List<NewAttempt> all = new ArrayList<>();
        int acknowledged = 0;
        home = directory.resolve("home-0");
        for (int crash = 1; crash <= CRASHES; crash++) {
            try (EmbeddedHome owner = EmbeddedHome.create(home, clock)) {
                EventLog log = owner.log();
                int survived = compare(log, all, acknowledged, "seed " + seed + ", crash " + crash);
                all.subList(survived, all.size()).clear();
                for (int call = random.nextInt(4); call >= 0; call--) {
                    put(log, random, all);
                }
                acknowledged = all.size();
                synced = logSizes();
                mark = Files.readAllBytes(home.resolve(MARK));
                // Written after the moment that counts as the last sync: all of it may be lost, or any part from its end.
                put(log, random, all);
                if (random.nextInt(3) > 0) {
                    home = crash(directory.resolve("home-" + crash), random);
                    // What was put last was not acknowledged after all.
                    Files.write(home.resolve(MARK), mark);
                } else {
                    acknowledged = all.size();
                }
            }
        }
        try (EmbeddedHome owner = EmbeddedHome.openForWriting(home, clock)) {
            compare(owner.log(), all, acknowledged, "seed " + seed + ", in the end");
        }
    }

    private static int compare(EventLog log, List<NewAttempt> all, int acknowledged, String what) {
        List<LogRecord> records = Puts.scan(log, 1);
        assertThat(records.size()).as(what).isBetween(acknowledged, all.size());
        assertThat(log.lastPosition()).as(what).isEqualTo(records.size());
        for (int i = 0; i < records.size(); i++) {
            LogRecord.Attempt attempt = (LogRecord.Attempt) records.get(i);
            assertThat(attempt.key()).as(what).isEqualTo(all.get(i).key());
            assertThat(attempt.body()).as(what).isEqualTo(all.get(i).body());
            if (i % 50 == 0) {
                assertThat(log.firstPosition(attempt.key())).as(what).isEqualTo(i + 1L);
            }
        }
        return records.size();
    }

    private static void put(EventLog log, SplittableRandom random, List<NewAttempt> all) {
        List<NewAttempt> attempts = new ArrayList<>();
        // Bodies that do not compress, so that logs grow beyond what closing turns into table files.
        int longest = random.nextBoolean() ? 200 : 8_000;
        for (int i = random.nextInt(1, 300); i > 0; i--) {
            byte[] body = new byte[random.nextInt(longest)];
            random.nextBytes(body);
            attempts.add(
                    new NewAttempt(EventKey.of("e" + random.nextLong(Long.MAX_VALUE) + ".event"), Body.of(body), null));
        }
        assertThat(log.put(attempts)).startsWith(all.size() + 1L).doesNotContain(EventLog.DUPLICATE);
        all.addAll(attempts);
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23, 24, 25, 26})
    void a_ledger_is_at_one_of_its_commits_and_not_before_the_last_sync(long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        home = directory.resolve("home-0");
        try (EmbeddedHome owner = EmbeddedHome.create(home, clock)) {
            owner.generations().create("g1").close();
        }
        long syncedTo = 0;
        long committedTo = 0;
        for (int crash = 1; crash <= CRASHES; crash++) {
            try (EmbeddedHome owner = EmbeddedHome.openForWriting(home, clock);
                    LedgerStore ledger = owner.generations().open("g1")) {
                committedTo = compare(ledger, syncedTo, committedTo, "seed " + seed + ", crash " + crash);
                for (int i = random.nextInt(20); i > 0; i--) {
                    commit(ledger, ++committedTo);
                }
                ledger.sync();
                syncedTo = committedTo;
                synced = logSizes();
                for (int i = random.nextInt(20); i > 0; i--) {
                    commit(ledger, ++committedTo);
                }
                home = crash(directory.resolve("home-" + crash), random);
            }
        }
    }

    private static void commit(LedgerStore ledger, long position) {
        EventKey key = EventKey.of("cash_deposit_" + position + ".event");
        Account account = new Account("A-" + position % 10, "c", position, position, position, Sha256.ZERO, key,
                position);
        ledger.commit(new LedgerCommit(position, position, 1, new OutcomeCounts(0, position, Map.of()),
                List.of(Outcome.waiting(position, position, key)),
                new LedgerCommit.WorkingChange(List.of(account), List.of(), List.of(), List.of(), List.of(), List.of(),
                        List.of(), List.of())));
    }

    private static long compare(LedgerStore ledger, long syncedTo, long committedTo, String what) {
        long position = ledger.summary().position();
        assertThat(position).as(what).isBetween(syncedTo, committedTo);
        assertThat(ledger.summary().counts().waiting()).as(what).isEqualTo(position);
        try (Cursor<Outcome> outcomes = ledger.outcomesDecided(1, Long.MAX_VALUE)) {
            for (long i = 1; i <= position; i++) {
                assertThat(outcomes.next()).as(what).isNotNull().extracting(Outcome::position).isEqualTo(i);
            }
            assertThat(outcomes.next()).as(what).isNull();
        }
        for (long i = Math.max(1, position - 9); i <= position; i++) {
            assertThat(ledger.account("A-" + i % 10)).as(what).isNotNull().extracting(Account::actual).isEqualTo(i);
        }
        return position;
    }

    private Map<Path, Long> logSizes() throws IOException {
        Map<Path, Long> sizes = new HashMap<>();
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.filter(each -> each.toString().endsWith(".log")).toList()) {
                sizes.put(home.relativize(file), Files.size(file));
            }
        }
        return sizes;
    }

    /// Copies the home as it is now, and cuts or garbles what its logs hold beyond the last sync.
    private Path crash(Path copy, SplittableRandom random) throws IOException {
        StillCopy.of(home, copy);
        try (Stream<Path> files = Files.walk(copy)) {
            for (Path file : files.filter(each -> each.toString().endsWith(".log")).toList()) {
                tear(file, synced.getOrDefault(copy.relativize(file), 0L), random);
            }
        }
        return copy;
    }

    private static void tear(Path file, long from, SplittableRandom random) throws IOException {
        try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "rw")) {
            long size = log.length();
            if (size <= from) {
                return;
            }
            long at = random.nextLong(from, size + 1);
            switch (random.nextInt(4)) {
                case 0 -> log.setLength(at);
                case 1 -> overwrite(log, at, random, (int) (size - at));
                case 2 -> overwrite(log, at, random, (int) Math.min(size - at, random.nextInt(1, 40)));
                default -> {
                    log.setLength(at);
                    log.setLength(size);
                }
            }
        }
    }

    private static void overwrite(RandomAccessFile log, long at, SplittableRandom random, int length)
            throws IOException {
        byte[] noise = new byte[length];
        random.nextBytes(noise);
        log.seek(at);
        log.write(noise);
    }
}
