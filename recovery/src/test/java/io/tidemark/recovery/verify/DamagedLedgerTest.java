package io.tidemark.recovery.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.core.pipeline.LedgerUnusableException;
import io.tidemark.recovery.Payments;
import io.tidemark.recovery.TestHome;
import io.tidemark.recovery.plan.PlanRequest;
import io.tidemark.recovery.replay.RecoveryResult;
import io.tidemark.recovery.verify.Difference.Kind;
import io.tidemark.testkit.contract.LedgerContents;
import io.tidemark.testkit.time.ManualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A byte that changes in a file of the ledger is found wherever it is, and the accounts that it took with it are named.
class DamagedLedgerTest {
    private static final int PAYMENTS = 30_000;
    private static final int PLACES_IN_A_FILE = Integer.getInteger("tidemark.places", 4);

    @TempDir
    Path directory;

    @Test
    void a_byte_that_changes_anywhere_in_the_tables_of_the_ledger_is_found() throws IOException {
        try (TestHome home = new TestHome(directory.resolve("home"), ManualClock.atNewYear())) {
            home.put(Payments.incoming(1, PAYMENTS, 50));
            home.put(Payments.ofEverything().subList(9, 18));
            home.process();
            LedgerContents before = home.contents();
            home.shut();
            int named = 0;
            for (Path file : tables(home)) {
                for (int place = 0; place < PLACES_IN_A_FILE; place++) {
                    long offset = Files.size(file) * place / PLACES_IN_A_FILE;
                    TestHome.flipByte(file, offset);
                    named += verify(home, file + " at " + offset);
                    home.shut();
                    TestHome.flipByte(file, offset);
                }
            }
            assertThat(named).as("damage that names accounts").isPositive();
            home.assertProven();
            home.shut();
            TestHome.flipByte(tables(home).getFirst(), 100);
            assertThat(home.recover(new PlanRequest(null, null, true, false)).outcome())
                    .isEqualTo(RecoveryResult.Outcome.DONE);
            assertThat(home.contents()).isEqualTo(before);
        }
    }

    /// @return 1 when accounts are named, 0 when the ledger cannot even be opened
    private static int verify(TestHome home, String what) {
        VerifyReport report;
        try {
            report = home.verify();
        } catch (LedgerUnusableException e) {
            return 0;
        }
        assertThat(report.isProven()).as(what).isFalse();
        assertThat(report.differences().first()).as(what).extracting(Difference::kind).contains(Kind.UNREADABLE);
        assertThat(report.differences().byAccount()).as(what).isNotEmpty();
        return 1;
    }

    private static List<Path> tables(TestHome home) throws IOException {
        try (Stream<Path> files = Files.walk(home.directory().resolve("ledger"))) {
            return new ArrayList<>(files.filter(file -> file.toString().endsWith(".sst")).sorted().toList());
        }
    }
}
