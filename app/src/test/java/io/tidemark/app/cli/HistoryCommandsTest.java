package io.tidemark.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.RecoverOptions;
import io.tidemark.Tidemark;
import io.tidemark.TidemarkOptions;
import io.tidemark.app.cli.verb.CommandContext;
import io.tidemark.app.cli.verb.GlobalOptions;
import io.tidemark.app.cli.verb.StopSignal;
import io.tidemark.core.ledger.Account;
import io.tidemark.core.pipeline.Progress;
import io.tidemark.core.port.LedgerCommit;
import io.tidemark.core.port.LedgerReader;
import io.tidemark.core.port.LedgerStore;
import io.tidemark.embedded.EmbeddedHome;
import io.tidemark.recovery.plan.PlanRequest;
import io.tidemark.testkit.time.ManualClock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What commands say and do while a ledger is in force whose history is not filled in yet.
class HistoryCommandsTest {
    private static final String INCOMPLETE = "the history before position 4 is not complete";

    @TempDir
    Path folder;

    private final ManualClock clock = ManualClock.atNewYear();
    private Shell shell = new Shell(Path.of(""), clock);

    /// Three events, a snapshot, two more.
    @BeforeEach
    void begin() {
        shell = new Shell(folder.resolve("home"), clock);
        put(Lines.SALARY, Lines.payment("p2", "2", "7.00"), Lines.withdrawal("w1", "1", "500"));
        shell.run("process").succeeds();
    }

    private void put(String... lines) {
        for (String line : lines) {
            shell.runWithInput(line, "put", "-").succeeds();
        }
    }

    private void goOnFromASnapshotAndLoseTheLedger() throws IOException {
        shell.run("snapshot", "create").succeeds();
        put(Lines.withdrawal("w2", "2", "2.50"), Lines.payment("p3", "3", "1.00"));
        shell.run("process").succeeds();
        shell.loseTheLedger();
    }

    /// A recovery that is ended as soon as the ledger is open.
    private void open() throws IOException {
        goOnFromASnapshotAndLoseTheLedger();
        try (Tidemark tidemark = Tidemark.open(shell.home(), TidemarkOptions.DEFAULT.withClock(clock))) {
            assertThatThrownBy(() -> tidemark.recover(tidemark.plan(PlanRequest.DEFAULT, Progress.NONE),
                    RecoverOptions.DEFAULT.withStop(() -> true), Progress.NONE))
                    .isInstanceOf(CancellationException.class);
        }
    }

    @Test
    void whoever_reads_is_told_that_the_history_is_not_complete() throws IOException {
        open();

        Map<?, ?> ledger = (Map<?, ?>) Objects
                .requireNonNull(Json.object(shell.run("status", "--output", "json").succeeds()).get("ledger"));
        assertThat(ledger.get("state")).isEqualTo("sound");
        assertThat(ledger.get("historyComplete")).isEqualTo(false);
        assertThat(String.valueOf(ledger.get("history"))).contains(INCOMPLETE, "from=4", "filledTo=0");
        Shell.Run account = shell.run("account", "1", "--output", "json").succeeds();
        assertThat(Json.object(account)).containsEntry("historyComplete", false).containsEntry("actual", "100.00");
        assertThat(account.err()).contains(INCOMPLETE).contains("tidemark recover");
        assertThat(shell.run("accounts", "--output", "csv").succeeds().err()).contains(INCOMPLETE);
        Shell.Run event = shell.run("event", "cash_withdrawal_w1.event", "--output", "json").succeeds();
        assertThat(Json.object(event)).containsEntry("historyComplete", false).containsEntry("state", "rejected");
        assertThat(event.err()).contains(INCOMPLETE);
        assertThat(Json.object(shell.run("plan", "--output", "json").succeeds())).containsEntry("action", "COMPLETE");
    }

    @Test
    void verify_finds_no_difference_and_says_that_it_is_not_all() throws IOException {
        open();

        Shell.Run verify = shell.run("verify", "--output", "json");

        assertThat(verify.code()).isEqualTo(4);
        assertThat(verify.err()).contains("the history before position 4 is not there yet");
        assertThat(Json.object(verify)).containsEntry("proven", false).containsEntry("historyComplete", false);
        shell.run("process").succeeds();
    }

    @Test
    void events_are_processed_at_once_and_recover_completes_the_history() throws IOException {
        open();
        put(Lines.withdrawal("w3", "1", "10"));
        assertThat(shell.run("process").succeeds().err()).contains(INCOMPLETE);

        Shell.Run recover = shell.run("recover", "--yes", "--output", "json").succeeds();

        Map<String, ?> result = Json.object(recover);
        assertThat(String.valueOf(result.get("outcome"))).isEqualTo("DONE");
        assertThat(String.valueOf(result.get("resumed"))).startsWith("resumes g");
        assertThat(result.containsKey("openedAfterMilliseconds")).isTrue();
        assertThat(Json.object(shell.run("account", "1", "--output", "json").succeeds()))
                .doesNotContainKey("historyComplete").containsEntry("actual", "90.00");
        shell.run("verify").succeeds();
    }

    @Test
    void recover_says_when_the_ledger_was_open_and_so_does_the_receipt() throws IOException {
        goOnFromASnapshotAndLoseTheLedger();

        Shell.Run recover = shell.run("recover", "--yes").succeeds();

        assertThat(recover.err()).contains("open for new events after 0.000 s");
        assertThat(recover.text()).contains("open for new events after");
        String receipt = shell.run("receipt", "list", "--output", "csv").succeeds().lines().get(1).split(",", 2)[0];
        assertThat(shell.run("receipt", "show", receipt, "--output", "json").succeeds().text())
                .contains("\"opened\": 0");
        shell.run("verify").succeeds();
    }

    @Test
    void it_is_proven_first_on_request() throws IOException {
        goOnFromASnapshotAndLoseTheLedger();

        Shell.Run recover = shell.run("recover", "--yes", "--prove-first").succeeds();

        assertThat(recover.err()).doesNotContain("open for new events");
        shell.run("verify").succeeds();
    }

    @Test
    void a_process_that_follows_completes_the_history_beside() throws Exception {
        open();
        BlockingQueue<String> told = new LinkedBlockingQueue<>();
        StopSignal stop = new StopSignal();
        CommandContext context = new CommandContext(InputStream.nullInputStream(), new ByteArrayOutputStream(),
                new PrintStream(OutputStreamOfLines.to(told), true, StandardCharsets.UTF_8), false, stop, clock,
                "tester", Map.of(), new GlobalOptions());

        CompletableFuture<Integer> ended = CompletableFuture.supplyAsync(
                () -> TidemarkCommandLine.run(context, "--home", shell.home().toString(), "process", "--follow"),
                runnable -> Thread.ofPlatform().daemon().start(runnable));
        String line = "";
        while (!line.contains("the history is complete and proven")) {
            line = Objects.requireNonNull(told.poll(60, TimeUnit.SECONDS), "it was never said");
        }
        stop.request();

        assertThat(ended.get(60, TimeUnit.SECONDS)).isZero();
        shell.run("verify").succeeds();
    }

    @Test
    void accounts_that_the_history_does_not_meet_are_named_and_paused_and_the_others_stay_open() throws IOException {
        falsifyTheLedger();
        goOnFromASnapshotAndLoseTheLedger();

        Shell.Run recover = shell.run("recover", "--yes", "--output", "json");

        assertThat(recover.code()).isEqualTo(3);
        assertThat(recover.err()).contains("2 accounts differ and are paused, all others are open");
        assertThat(Json.object(recover)).containsEntry("outcome", "DIFFERENT")
                .containsEntry("accountsThatDiffer", List.of("2", "9")).containsEntry("accountsPaused", true);
        put(Lines.withdrawal("w3", "1", "10"), Lines.withdrawal("w4", "2", "1"));
        Shell.Run process = shell.run("process").succeeds();
        assertThat(process.err()).contains("does not meet snapshot").contains("2 accounts differ");
        assertThat(shell.run("accounts", "--output", "csv").succeeds().text()).contains("\n1,90.00,90.00,");
        assertThat(Json.object(shell.run("plan", "--output", "json").succeeds())).containsEntry("action", "REBUILD");

        String id = shell.run("snapshot", "list", "--output", "csv").succeeds().lines().getLast().split(",", -1)[0];
        shell.run("snapshot", "delete", id).succeeds();
        shell.run("recover", "--yes", "--rebuild").succeeds();
        assertThat(Json.object(shell.run("status", "--output", "json").succeeds())).containsEntry("pauses",
                List.of(Map.of("account", "2", "held", 1L), Map.of("account", "9", "held", 0L)));
        shell.run("resume", "2", "9").succeeds();
        assertThat(shell.run("accounts", "--output", "csv").succeeds().text()).contains("\n2,3.50,3.50,");
        shell.run("verify").succeeds();
    }

    /// Slips an account with more money into the ledger, together with the next event.
    private void falsifyTheLedger() {
        put(Lines.payment("p9", "9", "1.00"));
        try (EmbeddedHome home = EmbeddedHome.openForWriting(shell.home(), clock);
                LedgerStore ledger = home.generations().open(home.generations().list().getFirst())) {
            LedgerReader.Summary summary = ledger.summary();
            Account rich = Objects.requireNonNull(ledger.account("2"));
            Account richer = new Account("2", "2", 999_999, 999_999, rich.sequence(), rich.head(), rich.lastKey(),
                    rich.lastEpochSecond());
            ledger.commit(new LedgerCommit(summary.position() + 1, summary.position() + 1, summary.rulesVersion(),
                    summary.counts(), List.of(), new LedgerCommit.WorkingChange(List.of(richer), List.of(), List.of(),
                            List.of(), List.of(), List.of(), List.of(), List.of())));
            ledger.sync();
        }
    }
}
