package io.tidemark.recovery.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.core.event.Sha256;
import io.tidemark.core.ledger.Account;
import io.tidemark.core.ledger.OpenMatter;
import io.tidemark.core.port.LedgerReader.CorrectedKey;
import io.tidemark.core.port.LedgerReader.HeldAttempt;
import io.tidemark.core.port.LedgerReader.PausedAccount;
import io.tidemark.core.port.LedgerReader.RejectedKey;
import io.tidemark.core.port.LedgerReader.WaitingFollowUp;
import io.tidemark.core.port.StorageException;
import io.tidemark.recovery.Payments;
import io.tidemark.recovery.TestHome;
import io.tidemark.recovery.snapshot.SnapshotManifest.Contents;
import io.tidemark.testkit.contract.LedgerContents;
import io.tidemark.testkit.model.Arrival;
import io.tidemark.testkit.model.NaiveLedger;
import io.tidemark.testkit.time.ManualClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotsTest {
    @TempDir
    Path directory;
    private TestHome home = new TestHome(Path.of("unset"), ManualClock.atNewYear());

    @BeforeEach
    void work() {
        home = new TestHome(directory.resolve("home"), new ManualClock(Instant.parse("2026-11-22T16:10:00.123456Z")));
        home.put(Payments.ofEverything());
        home.process();
    }

    @AfterEach
    void close() {
        home.close();
    }

    @Test
    void a_snapshot_says_what_it_holds() {
        SnapshotManifest snapshot = home.snapshot();

        assertThat(snapshot.id()).isEqualTo("20261122T161000Z-p000000000018");
        assertThat(snapshot.position()).isEqualTo(18);
        assertThat(snapshot.createdAt()).isEqualTo("2026-11-22T16:10:00Z");
        assertThat(snapshot.anchor()).isNotNull();
        assertThat(snapshot.contents()).isEqualTo(new Contents(3, 2, 1, 1, 1));
        assertThat(snapshot.counts()).isEqualTo(home.contents().summary().counts());
        assertThat(snapshot.stateDigest().toString())
                .isEqualTo(NaiveLedger.of(Payments.ofEverything()).stateDigest());
        assertThat(home.snapshots().manifest(snapshot.id())).isEqualTo(snapshot);
        assertThat(home.snapshots().list())
                .containsExactly(new SnapshotCheck(snapshot.id(), snapshot, List.of()));
    }

    @Test
    void what_was_written_is_read_back() {
        SnapshotManifest snapshot = home.snapshot();
        LedgerContents ledger = home.contents();
        Collected read = new Collected();

        home.snapshots().read(snapshot, read);

        assertThat(read.accounts).isEqualTo(ledger.accounts());
        assertThat(read.matters).isEqualTo(ledger.openMatters());
        assertThat(read.waiting).isEqualTo(ledger.waiting());
        assertThat(read.rejected).isEqualTo(ledger.rejectedKeys());
        assertThat(read.corrected).isEqualTo(ledger.correctedKeys());
    }

    /// An older program would judge what is held; so it is not to read such a snapshot, and to read all others.
    @Test
    void what_is_paused_and_held_is_in_a_snapshot_of_another_version() throws IOException {
        String before = manifestOf(home.snapshot());
        home.put(List.of(new Arrival.Pause("A-001"), Payments.withdrawal("h1", "A-001", "0.10"),
                Payments.transfer("h2", "A-002", "A-001", "0.10"), Payments.withdrawal("h3", "A-002", "0.10")));
        home.process();
        SnapshotManifest snapshot = home.snapshot();
        Collected read = new Collected();
        home.snapshots().read(snapshot, read);
        String during = manifestOf(snapshot);
        home.put(List.of(new Arrival.Resume("A-001")));
        home.process();

        assertThat(read.paused).extracting(PausedAccount::account).containsExactly("A-001");
        assertThat(read.held).extracting(held -> held.key().text()).containsExactly("cash_withdrawal_h1.event",
                "inter_account_transfer_h2.event");
        assertThat(snapshot.contents().pausedAccounts()).isEqualTo(1);
        assertThat(snapshot.contents().heldAttempts()).isEqualTo(2);
        assertThat(home.snapshots().verify(snapshot.id()).isWhole()).isTrue();
        assertThat(during).contains("\"version\": 2,").contains("\"heldAttempts\": 2,");
        assertThat(List.of(before, manifestOf(home.snapshot()))).allSatisfy(
                text -> assertThat(text).contains("\"version\": 1,").doesNotContain("paused", "held"));
    }

    private String manifestOf(SnapshotManifest snapshot) throws IOException {
        return Files.readString(home.directory().resolve("snapshots").resolve(snapshot.id()).resolve("manifest.json"));
    }

    @Test
    void every_snapshot_has_a_name_of_its_own_and_names_sort_by_age() {
        String first = home.snapshot().id();
        String second = home.snapshot().id();
        home.clock().advance(Duration.ofSeconds(1));
        String third = home.snapshot().id();

        assertThat(second).isEqualTo(first + "-2");
        assertThat(home.snapshots().ids()).containsExactly(first, second, third).isSorted();
    }

    @Test
    void an_empty_ledger_has_a_snapshot_too() {
        try (TestHome empty = new TestHome(directory.resolve("empty"), ManualClock.atNewYear())) {
            empty.process();
            SnapshotManifest snapshot = empty.snapshot();

            assertThat(snapshot.anchor()).isNull();
            assertThat(snapshot.contents()).isEqualTo(new Contents(0, 0, 0, 0, 0));
            assertThat(empty.snapshots().verify(snapshot.id()).isWhole()).isTrue();
            empty.snapshots().read(snapshot, new Collected());
        }
    }

    @Test
    void no_byte_of_any_file_changes_unnoticed() throws IOException {
        SnapshotManifest snapshot = home.snapshot();
        Path folder = home.directory().resolve("snapshots").resolve(snapshot.id());
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                for (long offset = 0; offset < Files.size(file); offset++) {
                    TestHome.flipByte(file, offset);
                    SnapshotCheck check = home.snapshots().verify(snapshot.id());
                    assertThat(check.isWhole()).as("%s, byte %s", file, offset).isFalse();
                    assertThat(check.damage()).extracting(SnapshotDamage::file)
                            .containsExactly(file.getFileName().toString());
                    TestHome.flipByte(file, offset);
                }
            }
        }
        assertThat(home.snapshots().verify(snapshot.id()).isWhole()).isTrue();
    }

    @Test
    void files_that_are_gone_or_cut_off_are_named() throws IOException {
        SnapshotManifest snapshot = home.snapshot();
        Path folder = home.directory().resolve("snapshots").resolve(snapshot.id());
        Files.write(folder.resolve("accounts.ndjson.zst"), new byte[0]);
        Files.delete(folder.resolve("keys.ndjson.zst"));

        SnapshotCheck check = home.snapshots().verify(snapshot.id());

        assertThat(check.damage()).extracting(SnapshotDamage::file).containsExactly("accounts.ndjson.zst",
                "keys.ndjson.zst");
        assertThat(check.damageText()).contains("0 bytes instead of").contains("missing");
        assertThatThrownBy(() -> home.snapshots().read(snapshot, new Collected()))
                .isInstanceOfSatisfying(StorageException.class,
                        e -> assertThat(e.kind()).isEqualTo(StorageException.Kind.DAMAGED))
                .hasMessageContaining("accounts.ndjson.zst");
        Files.delete(folder.resolve("manifest.json"));
        assertThat(home.snapshots().list().getFirst().damage()).extracting(SnapshotDamage::file)
                .containsExactly("manifest.json");
    }

    @Test
    void a_manifest_of_a_newer_format_is_refused_with_both_versions() throws IOException {
        SnapshotManifest snapshot = home.snapshot();
        Path manifest = home.directory().resolve("snapshots").resolve(snapshot.id()).resolve("manifest.json");
        String newer = Files.readString(manifest).replace("\"version\": 1", "\"version\": 3");
        String sealed = newer.substring(0, newer.indexOf(",\n  \"digest\""));
        Files.writeString(manifest,
                sealed + ",\n  \"digest\": \"" + Sha256.of(sealed.getBytes(StandardCharsets.UTF_8)) + "\"\n}\n");

        assertThat(home.snapshots().verify(snapshot.id()).damageText()).contains("version 3")
                .contains("versions 1 and 2");
    }

    @Test
    void a_snapshot_of_other_events_is_told_from_one_of_these() {
        SnapshotManifest snapshot = home.snapshot();

        assertThat(home.snapshots().whyForeign(snapshot)).isNull();
        try (TestHome other = new TestHome(directory.resolve("other"), ManualClock.atNewYear())) {
            other.put(Payments.incoming(1, 5, 1));
            assertThat(other.snapshots().whyForeign(snapshot)).contains("beyond the last event at 5");
            other.put(Payments.incoming(6, 30, 1));
            assertThat(other.snapshots().whyForeign(snapshot)).contains("made from other events");
        }
    }

    @Test
    void what_is_deleted_is_gone_and_only_what_is_there_can_be() {
        String id = home.snapshot().id();

        home.snapshots().delete(id);

        assertThat(home.snapshots().ids()).isEmpty();
        assertThatThrownBy(() -> home.snapshots().delete(id)).isInstanceOfSatisfying(StorageException.class,
                e -> assertThat(e.kind()).isEqualTo(StorageException.Kind.MISSING));
    }

    @Test
    void pruning_keeps_the_last_of_each_hour_day_and_month_and_leaves_damaged_ones_alone() throws IOException {
        List<String> ids = new ArrayList<>();
        for (String time : List.of("2026-09-30T23:00:00Z", "2026-10-01T10:00:00Z", "2026-10-31T10:00:00Z",
                "2026-11-20T10:00:00Z", "2026-11-21T10:00:00Z", "2026-11-22T09:10:00Z", "2026-11-22T09:50:00Z",
                "2026-11-22T10:00:00Z", "2026-11-22T10:30:00Z")) {
            home.clock().set(Instant.parse(time));
            ids.add(home.snapshot().id());
        }
        Path damaged = home.directory().resolve("snapshots").resolve(ids.get(8)).resolve("accounts.ndjson.zst");
        TestHome.flipByte(damaged, 20);

        List<String> removed = home.snapshots().prune(new Retention(2, 2, 2));

        assertThat(removed).containsExactly(ids.get(0), ids.get(1), ids.get(3), ids.get(5));
        assertThat(home.snapshots().ids()).containsExactly(ids.get(2), ids.get(4), ids.get(6), ids.get(7),
                ids.get(8));
        home.snapshots().prune(new Retention(0, 0, 0));
        assertThat(home.snapshots().ids()).as("the newest whole one and the damaged one").containsExactly(ids.get(7),
                ids.get(8));
    }

    private static final class Collected implements SnapshotVisitor {
        private final List<Account> accounts = new ArrayList<>();
        private final List<OpenMatter> matters = new ArrayList<>();
        private final List<WaitingFollowUp> waiting = new ArrayList<>();
        private final List<RejectedKey> rejected = new ArrayList<>();
        private final List<CorrectedKey> corrected = new ArrayList<>();
        private final List<PausedAccount> paused = new ArrayList<>();
        private final List<HeldAttempt> held = new ArrayList<>();

        @Override
        public void account(Account account) {
            accounts.add(account);
        }

        @Override
        public void openMatter(OpenMatter matter) {
            matters.add(matter);
        }

        @Override
        public void waiting(WaitingFollowUp followUp) {
            waiting.add(followUp);
        }

        @Override
        public void rejectedKey(RejectedKey key) {
            rejected.add(key);
        }

        @Override
        public void correctedKey(CorrectedKey key) {
            corrected.add(key);
        }

        @Override
        public void paused(PausedAccount account) {
            paused.add(account);
        }

        @Override
        public void held(HeldAttempt attempt) {
            held.add(attempt);
        }
    }
}
