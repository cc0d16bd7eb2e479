package io.tidemark.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.event.Sha256;
import io.tidemark.core.ledger.Account;
import io.tidemark.core.ledger.Entry;
import io.tidemark.core.ledger.EntryStatus;
import io.tidemark.core.ledger.Outcome;
import io.tidemark.core.port.Body;
import io.tidemark.core.port.Cursor;
import io.tidemark.core.port.EventLog;
import io.tidemark.core.port.LedgerCommit;
import io.tidemark.core.port.LedgerReader;
import io.tidemark.core.port.LedgerStore;
import io.tidemark.core.port.NewAttempt;
import io.tidemark.core.port.OutcomeCounts;
import io.tidemark.testkit.time.ManualClock;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Readers open a home again and again while its owner writes so much that its files come and go all the time.
class BesideTheWriterTest {
    private static final int BATCH = 2_000;
    /// Bodies that do not compress, so that memory is written to files every few batches.
    private static final int BODY_BYTES = 4_000;
    private static final int READERS = 4;

    @TempDir
    Path directory;

    private Path home = Path.of("");

    @Test
    @Timeout(value = 3, unit = TimeUnit.MINUTES)
    void every_reader_sees_a_whole_state_and_no_ledger_ahead_of_its_events() throws Exception {
        home = directory.resolve("home");
        AtomicBoolean enough = new AtomicBoolean();
        try (EmbeddedHome owner = EmbeddedHome.create(home, ManualClock.atNewYear());
                LedgerStore ledger = owner.generations().create("g1");
                ExecutorService threads = Executors.newSingleThreadExecutor()) {
            write(owner.log(), ledger, 1, new SplittableRandom(1));
            Future<Long> writing = threads.submit(() -> {
                SplittableRandom random = new SplittableRandom(2);
                long from = BATCH + 1;
                while (!enough.get()) {
                    write(owner.log(), ledger, from, random);
                    from += BATCH;
                }
                return from - 1;
            });
            long seen = 0;
            for (int i = 0; i < READERS; i++) {
                seen = read(seen);
            }
            enough.set(true);
            assertThat(writing.get()).isGreaterThanOrEqualTo(seen);
            assertThat(read(seen)).isEqualTo(writing.get());
        }
    }

    /// @return the position that the ledger had reached
    private long read(long seenBefore) {
        try (EmbeddedHome reading = EmbeddedHome.openForReading(home, InstantSource.system())) {
            long lastAtFirst = reading.log().lastPosition();
            try (LedgerReader ledger = reading.generations().openForReading("g1")) {
                long position = ledger.summary().position();
                assertThat(position).isGreaterThanOrEqualTo(seenBefore).isPositive();
                assertThat(reading.log().lastPosition()).isGreaterThanOrEqualTo(Math.max(position, lastAtFirst));
                assertThat(count(reading.log())).isEqualTo(reading.log().lastPosition());
                assertThat(reading.log().firstPosition(key(position))).isEqualTo(position);
                assertLedgerIsWhole(ledger, position);
                return position;
            }
        }
    }

    private static void assertLedgerIsWhole(LedgerReader ledger, long position) {
        long next = 1;
        try (Cursor<Outcome> outcomes = ledger.outcomesDecided(1, Long.MAX_VALUE)) {
            for (Outcome outcome = outcomes.next(); outcome != null; outcome = outcomes.next()) {
                assertThat(outcome.position()).isEqualTo(next++);
            }
        }
        assertThat(next - 1).isEqualTo(position);
        long entries = 0;
        try (Cursor<Account> accounts = ledger.accounts()) {
            for (Account account = accounts.next(); account != null; account = accounts.next()) {
                entries += account.sequence();
            }
        }
        assertThat(entries).as("sequences of all accounts").isEqualTo(position);
        long places = 0;
        try (Cursor<LedgerReader.EntryPlace> cursor = ledger.entryPlaces("")) {
            while (cursor.next() != null) {
                places++;
            }
        }
        assertThat(places).as("places of entries").isEqualTo(position);
    }

    private static long count(EventLog log) {
        long count = 0;
        try (Cursor<EventLog.Segment> segments = log.scan(1, Long.MAX_VALUE)) {
            for (EventLog.Segment segment = segments.next(); segment != null; segment = segments.next()) {
                assertThat(segment.firstPosition()).isEqualTo(count + 1);
                count = segment.lastPosition();
            }
        }
        return count;
    }

    /// Puts a batch, and commits what it comes to: an account with an entry for each.
    private static void write(EventLog log, LedgerStore ledger, long from, SplittableRandom random) {
        List<NewAttempt> attempts = new ArrayList<>();
        List<Outcome> outcomes = new ArrayList<>();
        List<Account> accounts = new ArrayList<>();
        for (long position = from; position < from + BATCH; position++) {
            byte[] body = new byte[BODY_BYTES];
            random.nextBytes(body);
            attempts.add(new NewAttempt(key(position), Body.of(body), null));
            String number = "A-" + position;
            Entry entry = new Entry(number, 1, key(position), Sha256.ZERO, EntryStatus.VERIFIED, 1, 1, 1, 1, 0);
            outcomes.add(Outcome.accepted(position, position, key(position), List.of(entry)));
            accounts.add(Account.opened(number, "c").after(entry, Sha256.ZERO));
        }
        log.put(attempts);
        long to = from + BATCH - 1;
        ledger.commit(new LedgerCommit(from, to, 1, new OutcomeCounts(to, 0, Map.of()), outcomes,
                new LedgerCommit.WorkingChange(accounts, List.of(), List.of(), List.of(), List.of(), List.of(),
                        List.of(),
                        List.of())));
    }

    private static EventKey key(long position) {
        return EventKey.of("e" + position + ".event");
    }
}
