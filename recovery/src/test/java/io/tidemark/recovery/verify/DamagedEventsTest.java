package io.tidemark.recovery.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.core.port.StorageException;
import io.tidemark.recovery.Payments;
import io.tidemark.recovery.TestHome;
import io.tidemark.recovery.plan.Plan;
import io.tidemark.recovery.plan.PlanRequest;
import io.tidemark.recovery.replay.RecoveryResult;
import io.tidemark.recovery.verify.Difference.Kind;
import io.tidemark.testkit.contract.LedgerContents;
import io.tidemark.testkit.time.ManualClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A byte that changes in a table of the events is found wherever it is; what can be had from the records again is made again.
class DamagedEventsTest {
    private static final int PAYMENTS = 30_000;
    private static final int PLACES_IN_A_FILE = Integer.getInteger("tidemark.places", 3);

    @TempDir
    Path directory;

    private final Map<Kind, Integer> mended = new EnumMap<>(Kind.class);
    private int unreadable;
    private int cases;

    @Test
    void a_byte_that_changes_anywhere_in_the_tables_of_the_events_is_found_and_what_is_derived_is_mended()
            throws IOException {
        Path whole = directory.resolve("home");
        LedgerContents before;
        try (TestHome home = new TestHome(whole, ManualClock.atNewYear())) {
            home.put(Payments.incoming(1, PAYMENTS, 50));
            home.put(Payments.ofEverything());
            home.process();
            before = home.contents();
        }
        List<Path> tables = filesIn(whole.resolve("events")).filter(file -> file.toString().endsWith(".sst")).toList();
        for (Path table : tables) {
            for (int place = 0; place < PLACES_IN_A_FILE; place++) {
                Path copy = directory.resolve("case-" + ++cases);
                for (Path file : filesIn(whole).toList()) {
                    Path to = copy.resolve(whole.relativize(file));
                    Files.createDirectories(to.getParent());
                    Files.copy(file, to);
                }
                damage(copy, whole.relativize(table), Files.size(table) * place / PLACES_IN_A_FILE, before);
            }
        }
        assertThat(mended).containsOnlyKeys(Kind.BUCKET, Kind.KEY_INDEX);
        assertThat(unreadable).as("damaged records that were named").isPositive();
    }

    /// Changes a byte, looks what verification says, and mends what can be mended.
    private void damage(Path copy, Path table, long offset, LedgerContents before) {
        TestHome.flipByte(copy.resolve(table), offset);
        String what = table + " at " + offset;
        try (TestHome home = new TestHome(copy, ManualClock.atNewYear())) {
            VerifyReport report;
            try {
                report = home.verify();
            } catch (StorageException e) {
                // Where not even the events can be opened, that is said by everything.
                assertThat(e.kind()).as(what).isEqualTo(StorageException.Kind.DAMAGED);
                return;
            }
            assertThat(report.isProven()).as(what).isFalse();
            if (!report.damage().isEmpty()) {
                unreadable++;
                return;
            }
            mended.merge(report.differences().first().getFirst().kind(), 1, Integer::sum);
            assertThat(new Verifier(home.stores(), home.clock()).markInDoubt(report)).as(what).isTrue();
            assertThat(home.plan(PlanRequest.DEFAULT).action()).as(what).isEqualTo(Plan.Action.REBUILD);
            RecoveryResult result = home.recover(PlanRequest.DEFAULT);
            assertThat(result.outcome()).as(what).isEqualTo(RecoveryResult.Outcome.DONE);
            home.shut();
            assertThat(home.contents()).as(what).isEqualTo(before);
            home.assertProven();
        }
    }

    private static Stream<Path> filesIn(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile).sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
