package io.tidemark.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.testkit.time.ManualClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExpireCommandTest {
    private static final String SALARY = "incoming_payment_salary.event";
    private static final String WITHDRAWN = "cash_withdrawal_w1.event";
    private static final String REFUSED = "cash_withdrawal_w2.event";
    private static final String TAKEN = "outgoing_payment_verified_o9.event";
    private static final String ORDER = "outgoing_payment_unverified_o9.event";
    private static final String LATER = "incoming_payment_later.event";

    @TempDir
    Path folder;

    private final ManualClock clock = ManualClock.atNewYear();
    private Shell shell = new Shell(Path.of(""), clock);

    @BeforeEach
    void begin() {
        shell = new Shell(folder.resolve("home"), clock);
        shell.put(Lines.SALARY, Lines.withdrawal("w1", "1", "30.5"), Lines.withdrawal("w2", "1", "500"),
                Lines.orderTaken("o9"));
        shell.run("process").succeeds();
        clock.advance(Duration.ofHours(30));
        shell.put(Lines.payment("later", "1", "1000"));
    }

    private List<String> in(String bucket) {
        return shell.run("ls", "--bucket", bucket, "--output", "csv").succeeds().lines().stream().skip(1)
                .map(line -> line.split(",", -1)[3]).toList();
    }

    private void expires(String age, String figures) {
        assertThat(shell.run("expire", "--older-than", age, "--output", "json").succeeds().text()
                .replaceAll("\\s", "")).endsWith(figures + "}");
    }

    @Test
    void what_was_accepted_and_is_older_than_a_day_goes_to_the_archive() throws IOException {
        assertThat(shell.run("expire").succeeds().text()).contains("2026-01-01T06:00:00Z");

        assertThat(in("archive")).containsExactly(SALARY, WITHDRAWN);
        assertThat(in("rejected")).containsExactly(REFUSED);
        assertThat(in("new")).containsExactly(TAKEN, LATER);
        assertThat(Json.object(shell.run("status", "--output", "json").succeeds()).toString())
                .contains("byBucket={new=2, archive=2, rejected=1}");
        shell.run("inventory").succeeds();
        assertThat(shell.run("query", "SELECT key FROM inventory WHERE bucket = 'archive' ORDER BY key", "--output",
                "csv").succeeds().lines()).containsExactly("key", WITHDRAWN, SALARY);
        assertThat(shell.run("event", SALARY).succeeds().text()).contains("archive");
        assertThat(shell.run("cat", SALARY).succeeds().text()).contains("100.00");
        shell.run("verify").succeeds();
    }

    @Test
    void what_has_no_outcome_stays_however_old_it_is() {
        expires("0s",
                "\"archived\":2,\"waiting\":1,\"undecided\":1,\"byBucket\":{\"new\":2,\"archive\":2,\"rejected\":1}");

        shell.run("process").succeeds();
        expires("0s",
                "\"archived\":1,\"waiting\":1,\"undecided\":0,\"byBucket\":{\"new\":1,\"archive\":3,\"rejected\":1}");
        assertThat(in("new")).containsExactly(TAKEN);
    }

    @Test
    void expiring_again_moves_nothing_more() {
        shell.run("expire").succeeds();

        expires("1d",
                "\"archived\":0,\"waiting\":1,\"undecided\":0,\"byBucket\":{\"new\":2,\"archive\":2,\"rejected\":1}");
    }

    @Test
    void what_is_settled_late_goes_with_the_next_run() {
        shell.run("expire").succeeds();
        shell.put(Lines.order("o9", "1", "20"));
        shell.run("process").succeeds();
        shell.run("retry", REFUSED, "--reason", "covered by now").succeeds();

        expires("0s",
                "\"archived\":4,\"waiting\":0,\"undecided\":0,\"byBucket\":{\"new\":0,\"archive\":6,\"rejected\":0}");
        assertThat(in("archive")).containsExactly(SALARY, WITHDRAWN, REFUSED, TAKEN, LATER, ORDER);
        shell.run("verify").succeeds();
    }

    /// Others delete state whose events are archived when they rebuild (marten #3277).
    @Test
    void a_rebuild_counts_archived_events_and_leaves_them_in_the_archive() throws IOException {
        shell.put(Lines.order("o9", "1", "20"));
        shell.run("process").succeeds();
        shell.run("expire", "--older-than", "0s").succeeds();
        List<String> archived = in("archive");
        String accounts = shell.run("accounts", "--output", "csv").succeeds().text();
        shell.loseTheLedger();

        shell.run("expire").fails(5, "the ledger is missing", "tidemark plan");
        shell.run("recover", "--yes").succeeds();

        assertThat(shell.run("accounts", "--output", "csv").succeeds().text()).isEqualTo(accounts);
        assertThat(archived).contains(TAKEN, ORDER);
        assertThat(in("archive")).isEqualTo(archived);
        shell.run("process").succeeds();
        assertThat(in("archive")).isEqualTo(archived);
        shell.run("verify").succeeds();
    }

    @Test
    void an_age_is_a_length_of_time() {
        shell.run("expire", "--older-than", "soon").fails(2, "--older-than takes a length of time", "soon");
        shell.run("expire", "--older-than", "-PT1S").fails(2, "--older-than takes a length of time");
        shell.run("expire", "--older-than", "999999999d").succeeds();
        assertThat(in("archive")).isEmpty();
        new Shell(folder.resolve("none"), clock).run("expire").fails(4, "there is no home");
    }
}
