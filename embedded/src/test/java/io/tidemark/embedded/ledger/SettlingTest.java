package io.tidemark.embedded.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.core.ledger.Account;
import io.tidemark.core.port.LedgerCommit;
import io.tidemark.core.port.LedgerReader;
import io.tidemark.core.port.LedgerStore;
import io.tidemark.core.port.OutcomeCounts;
import io.tidemark.core.port.StorageException;
import io.tidemark.embedded.rocks.Batch;
import io.tidemark.embedded.rocks.Database;
import io.tidemark.embedded.rocks.DatabaseOpening;
import io.tidemark.embedded.rocks.Engine;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Joining runs into the state table keeps the order in which things must reach the disk.
class SettlingTest {
    private static final StoredLedger.Sizing RUNS_ONLY = new StoredLedger.Sizing(1, 1_000, 1L << 40, 1L << 40);

    @TempDir
    Path directory;

    private final Engine engine = new Engine(1 << 20);
    private StoredGenerations generations = new StoredGenerations(Path.of(""), "a-home", false, engine, _ -> {});

    @BeforeEach
    void begin() {
        generations = new StoredGenerations(directory, "a-home", true, engine, _ -> {}, RUNS_ONLY);
    }

    @AfterEach
    void end() {
        engine.close();
    }

    @Test
    void the_commits_that_runs_come_from_are_on_disk_before_the_table_has_them() {
        try (LedgerStore ledger = generations.create("g1")) {
            long syncs = engine.syncs();
            ledger.commit(commit(1, List.of(Account.opened("A-1", "c"))));
            assertThat(engine.syncs()).as("syncs by a commit that is kept as a run").isEqualTo(syncs);

            // Without a change of its own, it goes to the tables at once, and the runs before it.
            ledger.commit(commit(2, List.of()));

            assertThat(engine.syncs()).as("syncs after the run was joined").isGreaterThan(syncs);
            assertThat(ledger.account("A-1")).isNotNull();
        }
    }

    @Test
    void a_state_that_is_ahead_of_its_commits_is_damage() {
        try (LedgerStore ledger = generations.create("g1")) {
            ledger.commit(commit(1, List.of(Account.opened("A-1", "c"))));
            ledger.commit(commit(2, List.of(Account.opened("A-2", "c"))));
        }
        takeBackTo(1);

        assertThatThrownBy(() -> generations.open("g1")).isInstanceOfSatisfying(StorageException.class, e -> {
            assertThat(e.kind()).isEqualTo(StorageException.Kind.DAMAGED);
            assertThat(e).hasMessageContaining("lost commits").hasMessageContaining("from position 2 to 2");
        });
    }

    /// Lets a ledger say that it has come less far, as if the disk had lost the end of its log.
    private void takeBackTo(long position) {
        DatabaseOpening opening = new DatabaseOpening(directory.resolve("g1"), "ledger", DatabaseOpening.Mode.WRITE,
                LedgerTables.ALL, engine);
        try (Database database = opening.open()) {
            LedgerMark mark = LedgerMark.read(database.latest());
            LedgerMark earlier = new LedgerMark(new LedgerReader.Summary(position, mark.summary().historyFrom(),
                    mark.summary().rulesVersion(), mark.summary().counts()), mark.filledTo());
            Batch batch = database.newBatch();
            batch.put(LedgerTables.META, LedgerTables.MARK, earlier.encode());
            database.write(batch, true);
        }
    }

    private static LedgerCommit commit(long position, List<Account> accounts) {
        return new LedgerCommit(position, position, 1, OutcomeCounts.NONE, List.of(),
                new LedgerCommit.WorkingChange(accounts, List.of(), List.of(), List.of(), List.of(), List.of(),
                        List.of(),
                        List.of()));
    }
}
