package io.tidemark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.app.reading.EventReport;
import io.tidemark.core.event.EventKey;
import io.tidemark.core.event.EventType;
import io.tidemark.core.ledger.Account;
import io.tidemark.core.pipeline.LedgerUnusableException;
import io.tidemark.core.pipeline.Progress;
import io.tidemark.recovery.plan.PlanRequest;
import io.tidemark.recovery.replay.RecoveryResult;
import io.tidemark.recovery.verify.VerifyReport;
import io.tidemark.testkit.time.ManualClock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A ledger is verified as it was at a moment, and business goes on meanwhile.
@Timeout(value = 120)
class VerifiesMeanwhileTest {
    @TempDir
    Path folder;

    private final ManualClock clock = ManualClock.atNewYear();
    private final ExecutorService others = Executors.newCachedThreadPool();
    private Path home = Path.of("");

    @BeforeEach
    void begin() {
        home = folder.resolve("home");
        try (Tidemark tidemark = open()) {
            pay(tidemark, "p1", "1", "5");
            withdraw(tidemark, "w1", "2", "9");
            tidemark.process();
            tidemark.createSnapshot();
        }
    }

    @AfterEach
    void end() {
        others.shutdownNow();
    }

    private Tidemark open() {
        return Tidemark.open(home, TidemarkOptions.DEFAULT.withClock(clock));
    }

    private static void pay(Tidemark tidemark, String id, String account, String amount) {
        put(tidemark, EventType.INCOMING_PAYMENT, id, "\"TargetAccount\":\"" + account + "\",\"Amount\":\"" + amount
                + "\",\"SourceInstitution\":\"Bank\",\"SourceAccount\":\"X\"");
    }

    private static void withdraw(Tidemark tidemark, String id, String account, String amount) {
        put(tidemark, EventType.CASH_WITHDRAWAL, id,
                "\"SourceAccount\":\"" + account + "\",\"Amount\":\"" + amount + "\"");
    }

    private static void put(Tidemark tidemark, EventType type, String id, String members) {
        tidemark.put(EventKey.of(type, id),
                ("{\"EventTimeStamp\":1," + members + "}").getBytes(StandardCharsets.UTF_8), null);
    }

    /// Does something once when the first records have been folded.
    private Progress once(Runnable what) {
        AtomicBoolean done = new AtomicBoolean();
        return (_, _) -> {
            if (!done.getAndSet(true)) {
                what.run();
            }
        };
    }

    private <T> T awaited(Callable<T> work) {
        try {
            return others.submit(work).get(60, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void others_put_process_read_and_take_snapshots_meanwhile() {
        try (Tidemark tidemark = open()) {
            List<Object> seen = new ArrayList<>();
            VerifyReport report = Objects.requireNonNull(tidemark.verify(once(() -> awaited(() -> {
                pay(tidemark, "p2", "1", "7");
                withdraw(tidemark, "w2", "2", "9");
                tidemark.process();
                // What stood rejected at that moment is accepted by now.
                pay(tidemark, "p3", "2", "20");
                tidemark.retry(EventKey.of(EventType.CASH_WITHDRAWAL, "w1"), "tester", "there is money now");
                tidemark.process();
                clock.advance(Duration.ofMinutes(1));
                tidemark.createSnapshot();
                tidemark.snapshots().list().stream().limit(1).forEach(old -> tidemark.snapshots().delete(old.id()));
                seen.add(Objects.requireNonNull(tidemark.account("1")).actual());
                seen.add(Objects.requireNonNull(tidemark.event(EventKey.of(EventType.CASH_WITHDRAWAL, "w1"))).state());
                return seen.add(tidemark.isBusy());
            }))));

            assertThat(seen).containsExactly(1200L, EventReport.State.ACCEPTED, false);
            assertThat(report.isProven()).as(report.toTree().toString()).isTrue();
            assertThat(report.position()).isEqualTo(2);
            assertThat(report.grounds().buckets()).isTrue();
            assertThat(Objects.requireNonNull(tidemark.verify(Progress.NONE))).matches(VerifyReport::isProven)
                    .extracting(VerifyReport::position).isEqualTo(6L);
            assertThat(tidemark.account("2")).extracting(Account::actual).isEqualTo(1100L);
        }
    }

    @Test
    void a_recovery_waits_for_its_end_and_nothing_else_waits_for_both() {
        try (Tidemark tidemark = open()) {
            FutureTask<RecoveryResult> recovering = new FutureTask<>(() -> tidemark
                    .recover(tidemark.plan(new PlanRequest(null, null, true, false), Progress.NONE), false,
                            Progress.NONE));
            VerifyReport report = Objects.requireNonNull(tidemark.verify(once(() -> {
                Thread recovery = Thread.ofPlatform().start(recovering);
                while (recovery.getState() != Thread.State.WAITING) {
                    assertThat(recovering.isDone()).isFalse();
                    Thread.onSpinWait();
                }
                pay(tidemark, "p2", "1", "7");
                awaited(tidemark::process);
            })));

            assertThat(report.isProven()).isTrue();
            assertThat(awaited(recovering::get).outcome()).isEqualTo(RecoveryResult.Outcome.DONE);
            // What came after the plan goes on from there.
            tidemark.process();
            assertThat(tidemark.account("1")).extracting(Account::actual).isEqualTo(1200L);
        }
    }

    @Test
    void a_ledger_that_is_found_wrong_is_processed_no_further() {
        try (Tidemark tidemark = open()) {
            pay(tidemark, "p0", "1", "1");
        }
        Falsified.enrich(home, clock, "1");
        try (Tidemark tidemark = open()) {
            VerifyReport report = Objects.requireNonNull(tidemark.verify(once(() -> awaited(() -> {
                pay(tidemark, "p2", "1", "7");
                return tidemark.process();
            }))));

            assertThat(report.differences().total()).isPositive();
            assertThat(report.position()).isEqualTo(3);
            pay(tidemark, "p3", "1", "7");
            assertThatThrownBy(tidemark::process).isInstanceOf(LedgerUnusableException.class)
                    .hasMessageContaining("in doubt");
        }
    }
}
