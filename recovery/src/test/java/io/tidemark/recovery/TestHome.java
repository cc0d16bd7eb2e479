package io.tidemark.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.core.ledger.Account;
import io.tidemark.core.pipeline.ActiveLedger;
import io.tidemark.core.pipeline.FoldRun;
import io.tidemark.core.pipeline.Processor;
import io.tidemark.core.pipeline.Progress;
import io.tidemark.core.port.Cursor;
import io.tidemark.core.port.LedgerReader;
import io.tidemark.core.port.Stores;
import io.tidemark.embedded.EmbeddedHome;
import io.tidemark.recovery.plan.Plan;
import io.tidemark.recovery.plan.PlanRequest;
import io.tidemark.recovery.plan.Planner;
import io.tidemark.recovery.replay.GenerationNames;
import io.tidemark.recovery.replay.Recovery;
import io.tidemark.recovery.replay.RecoveryOptions;
import io.tidemark.recovery.replay.RecoveryResult;
import io.tidemark.recovery.snapshot.SnapshotManifest;
import io.tidemark.recovery.snapshot.Snapshots;
import io.tidemark.recovery.verify.Verifier;
import io.tidemark.recovery.verify.VerifyOptions;
import io.tidemark.recovery.verify.VerifyReport;
import io.tidemark.testkit.contract.LedgerContents;
import io.tidemark.testkit.generate.ArrivalsIntoLog;
import io.tidemark.testkit.model.Arrival;
import io.tidemark.testkit.time.ManualClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A home in a directory, worked on by one thread.
public final class TestHome implements AutoCloseable {
    private static final FoldRun.Options SMALL_COMMITS = new FoldRun.Options(1, 7);

    private final Path directory;
    private final ManualClock clock;
    private @Nullable EmbeddedHome home;

    public TestHome(Path directory, ManualClock clock) {
        this.directory = directory;
        this.clock = clock;
    }

    public Path directory() {
        return directory;
    }

    public ManualClock clock() {
        return clock;
    }

    /// The stores, opened for writing when they are not open yet.
    public Stores stores() {
        EmbeddedHome current = home;
        if (current == null) {
            current = EmbeddedHome.create(directory, clock);
            home = current;
        }
        return current.stores();
    }

    public Snapshots snapshots() {
        return new Snapshots(stores().snapshots(), stores().log());
    }

    public void put(List<? extends Arrival> arrivals) {
        ArrivalsIntoLog.put(stores().log(), arrivals);
    }

    /// Processes all that has arrived.
    public void process() {
        try (Processor processor = new Processor(stores(),
                ActiveLedger.open(stores(),
                        () -> GenerationNames.next(clock.instant(), stores().generations().list())),
                SMALL_COMMITS)) {
            processor.process(Long.MAX_VALUE, Progress.NONE, () -> false);
        }
    }

    public SnapshotManifest snapshot() {
        try (LedgerReader ledger = ledger()) {
            return snapshots().create(ledger, clock);
        }
    }

    /// The ledger in force.
    public LedgerReader ledger() {
        LedgerReader ledger = ActiveLedger.openForReading(stores());
        if (ledger == null) {
            throw new AssertionError("nothing was processed");
        }
        return ledger;
    }

    public LedgerContents contents() {
        try (LedgerReader ledger = ledger()) {
            return LedgerContents.of(ledger);
        }
    }

    public List<Account> accounts() {
        List<Account> accounts = new ArrayList<>();
        try (LedgerReader ledger = ledger(); Cursor<Account> cursor = ledger.accounts()) {
            for (Account account = cursor.next(); account != null; account = cursor.next()) {
                accounts.add(account);
            }
        }
        return accounts;
    }

    public VerifyReport verify() {
        try (LedgerReader ledger = ledger()) {
            return new Verifier(stores(), clock).verify(ledger, VerifyOptions.DEFAULT, Progress.NONE);
        }
    }

    /// Fails when a verification finds anything.
    public void assertProven() {
        VerifyReport report = verify();
        assertThat(report.isProven()).as(report.toJson()).isTrue();
    }

    public Plan plan(PlanRequest request) {
        return new Planner(stores(), clock).plan(request, Progress.NONE);
    }

    public RecoveryResult recover(PlanRequest request) {
        return recover(request, RecoveryOptions.DEFAULT.withProve(true));
    }

    public RecoveryResult recover(PlanRequest request, RecoveryOptions options) {
        return new Recovery(stores(), clock).execute(plan(request), options, Progress.NONE);
    }

    /// Removes a part of the home while nothing is open.
    public void lose(String part) {
        shut();
        try (Stream<Path> files = Files.walk(directory.resolve(part))) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Changes one byte of a file of the home while nothing is open.
    public void flip(Path file, long offset) {
        shut();
        flipByte(file, offset);
    }

    /// Changes one byte of a file.
    public static void flipByte(Path file, long offset) {
        try {
            byte[] bytes = Files.readAllBytes(file);
            bytes[Math.toIntExact(offset)] ^= 0x20;
            Files.write(file, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Closes the stores; they are opened again when they are needed.
    public void shut() {
        if (home != null) {
            home.close();
            home = null;
        }
    }

    @Override
    public void close() {
        shut();
    }
}
