package io.tidemark.embedded.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.pipeline.ActiveLedger;
import io.tidemark.core.pipeline.Expiry;
import io.tidemark.core.pipeline.FoldRun;
import io.tidemark.core.pipeline.Processor;
import io.tidemark.core.pipeline.Progress;
import io.tidemark.core.port.Body;
import io.tidemark.core.port.Bundles;
import io.tidemark.core.port.LedgerStore;
import io.tidemark.core.port.LogRecord;
import io.tidemark.core.port.NewAttempt;
import io.tidemark.core.port.Stores;
import io.tidemark.embedded.EmbeddedHome;
import io.tidemark.embedded.bundle.BundleEntry;
import io.tidemark.embedded.bundle.BundleFiles;
import io.tidemark.embedded.rocks.Batch;
import io.tidemark.embedded.rocks.Database;
import io.tidemark.embedded.rocks.DatabaseOpening;
import io.tidemark.embedded.rocks.Engine;
import io.tidemark.testkit.time.ManualClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a crash may leave between the steps of packing.
class BundleCrashTest {
    private static final LocalDate DAY = LocalDate.of(2026, 1, 1);
    private static final int EVENTS = 1200;

    @TempDir
    Path folder;
    private final ManualClock clock = ManualClock.atNewYear();
    private final List<LogRecord> before = new ArrayList<>();

    @BeforeEach
    void begin() {
        try (EmbeddedHome home = EmbeddedHome.create(folder.resolve("home"), clock)) {
            List<NewAttempt> attempts = new ArrayList<>();
            for (int i = 0; i < EVENTS; i++) {
                EventKey key = Objects.requireNonNull(EventKey.parse("incoming_payment_p" + i + ".event"));
                attempts.add(new NewAttempt(key, Body.of(("{\"EventTimeStamp\":1,\"TargetAccount\":\"A" + i % 7
                        + "\",\"Amount\":\"1.00\"}").getBytes(StandardCharsets.UTF_8)), i % 2 == 0 ? "x" : null));
            }
            home.log().put(attempts);
            clock.advance(Duration.ofDays(2));
            for (long position = 1; position <= EVENTS; position++) {
                before.add(home.log().record(position));
            }
            work(home.stores(), false);
        }
    }

    private static Bundles.Packed work(Stores stores, boolean pack) {
        LedgerStore ledger = ActiveLedger.open(stores, () -> "g-none");
        try (Processor processor = new Processor(stores, ledger, new FoldRun.Options(1, 100))) {
            processor.process(Long.MAX_VALUE, Progress.NONE, () -> false);
            Expiry.run(stores, processor, ledger, Long.MAX_VALUE, Progress.NONE, () -> false);
            return pack
                    ? stores.bundles().pack(ledger, DAY.plusDays(1), _ -> {}, () -> false)
                    : new Bundles.Packed(List.of(), 0, 0, true);
        }
    }

    private void assertNothingIsLost(EmbeddedHome home) {
        for (long position = 1; position <= EVENTS; position++) {
            assertThat(home.log().record(position)).isEqualTo(before.get((int) position - 1));
        }
    }

    private Path bundles() {
        return folder.resolve("home/events/bundles");
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(bundles())) {
            return files.filter(file -> file.toString().endsWith(".zst")).sorted().toList();
        }
    }

    /// Does with the events database, as it stands on disk, what a crash kept from being done or undone.
    private void onDisk(Consumer<Database> work) {
        try (Engine engine = new Engine(1 << 20);
                Database database = new DatabaseOpening(folder.resolve("home/events"), "events",
                        DatabaseOpening.Mode.WRITE, EventTables.ALL, engine).open()) {
            work.accept(database);
            database.flushWhenReplayExceeds(0);
        }
    }

    @Test
    void a_file_that_nothing_is_known_of_is_left_alone() throws IOException {
        try (EmbeddedHome home = EmbeddedHome.openForWriting(folder.resolve("home"), clock)) {
            assertThat(work(home.stores(), true).attempts()).isEqualTo(EVENTS);
        }
        Path known = files().getFirst();
        Path stray = known.resolveSibling("2026-01-01-000007.ndjson.zst");
        Files.copy(known, stray);
        clock.advance(Duration.ofDays(1));

        try (EmbeddedHome home = EmbeddedHome.openForWriting(folder.resolve("home"), clock)) {
            home.log().put(List.of(new NewAttempt(((LogRecord.Attempt) before.getFirst()).key(),
                    Body.of("{}".getBytes(StandardCharsets.UTF_8)), null)));
            clock.advance(Duration.ofDays(1));
            LedgerStore ledger = ActiveLedger.open(home.stores(), () -> "g-none");
            try (Processor processor = new Processor(home.stores(), ledger, new FoldRun.Options(1, 100))) {
                processor.process(Long.MAX_VALUE, Progress.NONE, () -> false);
                Bundles.Packed packed = home.bundles().pack(ledger, DAY.plusDays(30), _ -> {}, () -> false);
                assertThat(packed.made()).extracting(Bundles.Bundle::id).singleElement().asString()
                        .endsWith("-000008");
            }
            assertNothingIsLost(home);
        }
        assertThat(stray).hasSameBinaryContentAs(known);
    }

    @Test
    void a_bundle_of_which_nothing_was_let_go_yet_is_settled_by_the_next_run() {
        try (EmbeddedHome home = EmbeddedHome.openForWriting(folder.resolve("home"), clock)) {
            work(home.stores(), true);
        }
        List<BundleEntry> entries = new ArrayList<>();
        onDisk(database -> {
            // As after a crash between publishing and letting go: the entry says so, half of the segments are single objects.
            BundleEntry entry = BundleCatalog.all(database.latest()).getFirst();
            entries.add(entry);
            Batch batch = database.newBatch();
            BundleCatalog.put(batch, new BundleEntry(entry.number(), entry.day(), entry.attempts(), entry.size(),
                    entry.sha256(), entry.manifestSha256(), entry.frames(), false, entry.keeping()));
            try (SegmentWriter writer = new SegmentWriter()) {
                for (long position = 1; position <= 512; position++) {
                    LogRecord.Attempt attempt = (LogRecord.Attempt) before.get((int) position - 1);
                    RecordCodec.encode(new NewAttempt(attempt.key(), attempt.body(), attempt.source()), 1, 0,
                            writer.begin(position, attempt.arrivalMicros()));
                }
                batch.put(EventTables.SEGMENTS, PositionKey.of(1), writer.finish());
            }
            database.write(batch, true);
        });

        try (EmbeddedHome home = EmbeddedHome.openForWriting(folder.resolve("home"), clock)) {
            assertThat(home.bundles().verify(entries.getFirst().id())).isEmpty();
            assertNothingIsLost(home);
            assertThat(home.bundles().shares(1, 512)).isEmpty();
            assertThat(home.bundles().shares(513, EVENTS)).hasSize(1);
            Bundles.Packed packed = work(home.stores(), true);

            assertThat(packed.made()).singleElement().extracting(Bundles.Bundle::id)
                    .isEqualTo(entries.getFirst().id());
            assertNothingIsLost(home);
            assertThat(work(home.stores(), true).attempts()).isZero();
        }
        onDisk(database -> assertThat(BundleCatalog.all(database.latest())).singleElement()
                .satisfies(entry -> assertThat(entry.settled()).isTrue()));
    }

    @Test
    void nothing_is_let_go_for_a_bundle_that_cannot_be_read_again() throws IOException {
        List<Path> made = new ArrayList<>();
        BundleFiles files = new BundleFiles(bundles());
        onDisk(database -> {
            try (var draft = files.begin(1, DAY)) {
                draft.add("{\"key\":\"not what the events say\"}\n".getBytes(StandardCharsets.UTF_8), 1, 1, 1);
                Batch batch = database.newBatch();
                BundleCatalog.put(batch, draft.publish());
                database.write(batch, true);
            }
        });
        made.addAll(files());

        try (EmbeddedHome home = EmbeddedHome.openForWriting(folder.resolve("home"), clock)) {
            assertThatThrownBy(() -> work(home.stores(), true)).hasMessageContaining("bundle");
            assertThat(home.bundles().list()).isEmpty();
            assertNothingIsLost(home);
            home.log().attempts(((LogRecord.Attempt) before.getFirst()).key())
                    .forEach(attempt -> assertThat(attempt.body().isAtHand()).isTrue());
            assertThat(work(home.stores(), true).attempts()).isEqualTo(EVENTS);
        }
        assertThat(made).hasSize(1);
    }
}
