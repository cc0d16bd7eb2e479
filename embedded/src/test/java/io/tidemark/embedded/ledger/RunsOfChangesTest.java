package io.tidemark.embedded.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.event.RejectionCode;
import io.tidemark.core.event.Sha256;
import io.tidemark.core.ledger.Account;
import io.tidemark.core.ledger.Entry;
import io.tidemark.core.ledger.EntryStatus;
import io.tidemark.core.ledger.OpenMatter;
import io.tidemark.core.ledger.Outcome;
import io.tidemark.core.port.Cursor;
import io.tidemark.core.port.LedgerCommit;
import io.tidemark.core.port.LedgerReader;
import io.tidemark.core.port.LedgerReader.EntryPlace;
import io.tidemark.core.port.LedgerReader.PlacedEntry;
import io.tidemark.core.port.LedgerReader.RejectedKey;
import io.tidemark.core.port.LedgerStore;
import io.tidemark.core.port.OutcomeCounts;
import io.tidemark.embedded.StillCopy;
import io.tidemark.embedded.rocks.Engine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A ledger shows the same whether its changes went to the table at once, are kept as runs, or were joined; after closing, after a kill,
/// to a view, and to a reader beside it.
class RunsOfChangesTest {
    private static final String GENERATION = "g1";

    @TempDir
    Path directory;

    private final Engine engine = new Engine(1 << 20);

    @AfterEach
    void close() {
        engine.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {31, 32, 33, 34, 35, 36, 37, 38})
    void every_way_of_reading_shows_all_that_was_committed(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        String what = "seed " + seed;
        StoredLedger.Sizing sizing = new StoredLedger.Sizing(random.nextInt(1, 60), random.nextInt(1, 6),
                1L << 40, random.nextLong(1, 4_000));
        Books books = new Books(random);
        Path ledgers = directory.resolve("ledger-0");
        generations(ledgers, sizing).create(GENERATION).close();
        for (int opening = 1; opening <= 6; opening++) {
            StoredGenerations generations = generations(ledgers, sizing);
            try (LedgerStore ledger = generations.open(GENERATION)) {
                books.compare(ledger, what + ", opening " + opening);
                for (int i = random.nextInt(1, 8); i > 0; i--) {
                    ledger.commit(books.next());
                    books.compare(ledger, what);
                }
                try (LedgerReader beside = generations.openForReading(GENERATION)) {
                    books.compare(beside, what + ", beside");
                }
                try (LedgerReader view = ledger.view()) {
                    Books then = books.copy();
                    ledger.commit(books.next());
                    ledger.commit(books.next());
                    then.compare(view, what + ", view");
                }
                if (random.nextBoolean()) {
                    ledgers = StillCopy.of(ledgers, directory.resolve("ledger-" + opening));
                }
            }
        }
    }

    private StoredGenerations generations(Path ledgers, StoredLedger.Sizing sizing) {
        return new StoredGenerations(ledgers, "a-home", true, engine, _ -> {}, sizing);
    }

    /// A ledger in maps, and commits for it.
    private static final class Books {
        private final SplittableRandom random;
        private final Map<String, Account> accounts = new TreeMap<>();
        private final Map<EventKey, OpenMatter> open = new TreeMap<>();
        private final Map<EventKey, RejectedKey> rejected = new TreeMap<>();
        private final Map<String, List<PlacedEntry>> entries = new TreeMap<>();
        private final List<Outcome> outcomes = new ArrayList<>();
        private long position;

        Books(SplittableRandom random) {
            this.random = random;
        }

        Books copy() {
            Books copy = new Books(random);
            copy.accounts.putAll(accounts);
            copy.open.putAll(open);
            copy.rejected.putAll(rejected);
            entries.forEach((account, list) -> copy.entries.put(account, new ArrayList<>(list)));
            copy.outcomes.addAll(outcomes);
            copy.position = position;
            return copy;
        }

        LedgerCommit next() {
            long from = position + 1;
            List<Outcome> judged = new ArrayList<>();
            TreeSet<String> touched = new TreeSet<>();
            Map<EventKey, OpenMatter> opened = new HashMap<>();
            TreeSet<EventKey> settled = new TreeSet<>();
            Map<EventKey, RejectedKey> refused = new HashMap<>();
            TreeSet<EventKey> righted = new TreeSet<>();
            for (int i = random.nextInt(1, 80); i > 0; i--) {
                position++;
                EventKey key = EventKey.of("cash_deposit_" + position + ".event");
                judged.add(Outcome.accepted(position, position, key, List.of(entry(key, touched))));
                change(open, new OpenMatter(EventKey.of("k" + random.nextInt(50) + ".event"), "A", 9, position), opened,
                        settled);
                change(rejected, new RejectedKey(EventKey.of("r" + random.nextInt(50) + ".event"), position,
                        RejectionCode.UNKNOWN_ACCOUNT), refused, righted);
            }
            outcomes.addAll(judged);
            List<Account> changed = touched.stream().map(accounts::get).toList();
            return new LedgerCommit(from, position, 1, new OutcomeCounts(position, 0, Map.of()), judged,
                    new LedgerCommit.WorkingChange(changed, opened.values(), settled, List.of(), List.of(),
                            refused.values(),
                            righted, List.of()));
        }

        private Entry entry(EventKey key, Set<String> touched) {
            String number = "A-" + random.nextInt(12);
            List<PlacedEntry> before = entries.computeIfAbsent(number, _ -> new ArrayList<>());
            Entry entry = new Entry(number, before.size() + 1L, key, Sha256.ZERO, EntryStatus.VERIFIED, 1, 1, position,
                    position, position);
            before.add(new PlacedEntry(entry, position, position));
            accounts.put(number,
                    new Account(number, "c", position, position, entry.sequence(), Sha256.ZERO, key, position));
            touched.add(number);
            return entry;
        }

        private <T> void change(Map<EventKey, T> all, T item, Map<EventKey, T> put, Set<EventKey> removed) {
            EventKey key = item instanceof OpenMatter matter ? matter.key() : ((RejectedKey) item).key();
            put.remove(key);
            removed.remove(key);
            if (random.nextInt(3) == 0) {
                all.remove(key);
                removed.add(key);
            } else {
                all.put(key, item);
                put.put(key, item);
            }
        }

        void compare(LedgerReader reader, String what) {
            assertThat(reader.summary().position()).as(what).isEqualTo(position);
            assertThat(all(reader.accounts())).as(what).isEqualTo(list(accounts.values()));
            assertThat(all(reader.openMatters())).as(what).isEqualTo(list(open.values()));
            assertThat(all(reader.rejectedKeys())).as(what).isEqualTo(list(rejected.values()));
            assertThat(all(reader.outcomesDecided(1, Long.MAX_VALUE))).as(what).isEqualTo(outcomes);
            for (int i = 0; i < 50; i++) {
                EventKey key = EventKey.of("k" + i + ".event");
                assertThat(reader.openMatter(key)).as(what).isEqualTo(open.get(key));
            }
            List<EntryPlace> places = new ArrayList<>();
            entries.forEach((account, list) -> {
                assertThat(reader.account(account)).as(what).isEqualTo(accounts.get(account));
                assertThat(all(reader.entries(account, 1, Long.MAX_VALUE))).as(what).isEqualTo(list);
                int from = random.nextInt(list.size()) + 1;
                int to = random.nextInt(from, list.size() + 1);
                assertThat(all(reader.entries(account, from, to))).as(what).isEqualTo(list.subList(from - 1, to));
                list.forEach(each -> places.add(new EntryPlace(account, each.entry().sequence(), each.decidedAt())));
            });
            assertThat(all(reader.entryPlaces(""))).as(what).isEqualTo(places);
        }

        private static <T> List<T> list(Collection<T> items) {
            return new ArrayList<>(items);
        }

        private static <T> List<T> all(Cursor<T> cursor) {
            List<T> all = new ArrayList<>();
            try (cursor) {
                for (T next = cursor.next(); next != null; next = cursor.next()) {
                    all.add(next);
                }
            }
            return all;
        }
    }
}
