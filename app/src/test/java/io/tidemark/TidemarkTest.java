package io.tidemark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.app.intake.Input;
import io.tidemark.app.intake.IntakeListener;
import io.tidemark.app.intake.PutResult;
import io.tidemark.app.reading.EventReport;
import io.tidemark.app.reading.HistoryGap;
import io.tidemark.app.reading.Place;
import io.tidemark.app.wiring.Access;
import io.tidemark.core.event.EventKey;
import io.tidemark.core.event.EventType;
import io.tidemark.core.ledger.Account;
import io.tidemark.core.port.Cursor;
import io.tidemark.core.port.EventLog;
import io.tidemark.core.port.StorageException;
import io.tidemark.core.pipeline.Progress;
import io.tidemark.recovery.plan.Plan;
import io.tidemark.recovery.plan.PlanRequest;
import io.tidemark.recovery.replay.Course;
import io.tidemark.recovery.replay.RecoveryResult;
import io.tidemark.crash.FileTree;
import io.tidemark.testkit.time.ManualClock;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 120)
class TidemarkTest {
    @TempDir
    Path folder;

    private Path home = Path.of("");
    private TidemarkOptions options = TidemarkOptions.DEFAULT;

    @BeforeEach
    void begin() {
        home = folder.resolve("home");
        options = TidemarkOptions.DEFAULT.withClock(ManualClock.atNewYear());
    }

    private static EventKey payment(String id) {
        return EventKey.of(EventType.INCOMING_PAYMENT, id);
    }

    private static byte[] paymentBody(String account, String amount) {
        return ("{\"EventTimeStamp\": 1, \"TargetAccount\": \"" + account + "\", \"Amount\": \"" + amount
                + "\", \"SourceInstitution\": \"Bank\", \"SourceAccount\": \"X\"}").getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void an_outcome_can_be_read_as_soon_as_it_is_processed() {
        try (Tidemark tidemark = Tidemark.open(home, options)) {
            for (int i = 1; i <= 100; i++) {
                EventKey key = payment("p" + i);
                assertThat(tidemark.put(key, paymentBody("1", "1.00"), "test")).isEqualTo(i);
                tidemark.process();

                EventReport report = tidemark.event(key);
                assertThat(report).isNotNull();
                assertThat(report == null ? null : report.state()).isEqualTo(EventReport.State.ACCEPTED);
                assertThat(tidemark.account("1")).extracting(Account::actual).isEqualTo(100L * i);
            }
        }
    }

    @Test
    void many_put_while_one_processes_and_others_read() throws Exception {
        int putters = 4;
        int each = 250;
        ExecutorService threads = Executors.newCachedThreadPool();
        try (Tidemark tidemark = Tidemark.open(home, options)) {
            AtomicBoolean done = new AtomicBoolean();
            List<Future<?>> putting = new ArrayList<>();
            for (int p = 0; p < putters; p++) {
                String account = "a" + p;
                putting.add(threads.submit(() -> {
                    for (int i = 0; i < each; i++) {
                        tidemark.put(payment(account + "-" + i), paymentBody(account, "1.00"), null);
                    }
                }));
            }
            List<Future<?>> beside = new ArrayList<>();
            for (int p = 0; p < 2; p++) {
                beside.add(threads.submit(() -> {
                    while (!done.get()) {
                        tidemark.process();
                    }
                }));
            }
            beside.add(threads.submit(() -> {
                while (!done.get()) {
                    assertHeadsMeetEntries(tidemark);
                }
            }));
            for (Future<?> one : putting) {
                one.get();
            }
            done.set(true);
            for (Future<?> one : beside) {
                one.get();
            }
            tidemark.process();

            assertThat(numbers(tidemark)).containsExactly("a0 25000", "a1 25000", "a2 25000", "a3 25000");
            assertThat(tidemark.status().attempts()).isEqualTo((long) putters * each);
        } finally {
            threads.shutdownNow();
        }
    }

    /// Every account that a walk shows has a balance of one unit an entry: what is shown is of one moment.
    private static void assertHeadsMeetEntries(Tidemark tidemark) {
        try (Cursor<Account> accounts = tidemark.accounts()) {
            for (Account account = accounts.next(); account != null; account = accounts.next()) {
                assertThat(account.actual()).isEqualTo(100 * account.sequence());
            }
        }
    }

    private static List<String> numbers(Tidemark tidemark) {
        List<String> numbers = new ArrayList<>();
        try (Cursor<Account> accounts = tidemark.accounts()) {
            for (Account account = accounts.next(); account != null; account = accounts.next()) {
                numbers.add(account.number() + " " + account.actual());
            }
        }
        return numbers;
    }

    @Test
    void the_same_bytes_again_are_a_duplicate() {
        try (Tidemark tidemark = Tidemark.open(home, options)) {
            tidemark.put(payment("p"), paymentBody("1", "1.00"), null);

            assertThat(tidemark.put(payment("p"), paymentBody("1", "1.00"), "another")).isEqualTo(EventLog.DUPLICATE);
        }
    }

    @Test
    void what_a_slow_sender_has_sent_is_put_before_it_sends_more() throws Exception {
        PipedOutputStream sender = new PipedOutputStream();
        PipedInputStream receiver = new PipedInputStream(sender);
        try (Tidemark tidemark = Tidemark.open(home, options)) {
            CountDownLatch first = new CountDownLatch(1);
            ExecutorService thread = Executors.newSingleThreadExecutor();
            Future<PutResult> result = thread.submit(() -> tidemark.put(
                    List.of(new Input.OfStream("-", receiver)), null, new IntakeListener() {
                        @Override
                        public void taken(long attempts) {
                            first.countDown();
                        }
                    }, () -> false));
            try (PipedOutputStream toSend = sender) {
                toSend.write("{\"key\": \"a.event\", \"body\": {}}\n".getBytes(StandardCharsets.UTF_8));
                toSend.flush();
                assertThat(first.await(60, TimeUnit.SECONDS)).isTrue();
                assertThat(tidemark.lastPosition()).isEqualTo(1);
                toSend.write("{\"key\": \"b.event\", \"body\": {}}\n".getBytes(StandardCharsets.UTF_8));
            }

            assertThat(result.get().put()).isEqualTo(2);
            thread.shutdown();
        }
    }

    @Test
    void taking_in_ends_when_it_is_stopped() {
        try (Tidemark tidemark = Tidemark.open(home, options)) {
            PutResult result = tidemark.put(List.of(new Input.OfStream("-", new PipedInputStream())), null,
                    IntakeListener.NONE, () -> true);

            assertThat(result.complete()).isFalse();
        }
    }

    @Test
    void everything_can_be_done_in_one_process() throws IOException {
        try (Tidemark tidemark = Tidemark.open(home, options)) {
            tidemark.put(payment("p1"), paymentBody("1", "1.00"), null);
            tidemark.process();
            assertThat(tidemark.createSnapshot()).isNotNull();
            tidemark.put(payment("p2"), paymentBody("1", "2.00"), null);
            tidemark.process();

            var plan = tidemark.plan(new PlanRequest(null, null, true, true), Progress.NONE);
            assertThat(tidemark.recover(plan, true, Progress.NONE).outcome()).isEqualTo(RecoveryResult.Outcome.DONE);
            assertThat(tidemark.discard()).hasSize(1);
            tidemark.put(payment("p3"), paymentBody("1", "4.00"), null);
            tidemark.process();

            var report = tidemark.verify(Progress.NONE);
            assertThat(report != null && report.isProven()).isTrue();
            assertThat(tidemark.account("1")).extracting(Account::actual).isEqualTo(700L);
            assertThat(tidemark.account("1", new Place.AtSequence(2))).extracting(Account::actual).isEqualTo(300L);
        }
    }

    @Test
    void others_put_and_process_and_read_while_a_recovery_fills_the_history_in() throws Exception {
        loseALedgerThatHadASnapshot();
        try (Tidemark tidemark = Tidemark.open(home, options);
                ExecutorService others = Executors.newCachedThreadPool()) {
            Plan plan = tidemark.plan(PlanRequest.DEFAULT, Progress.NONE);
            List<Course> opened = new ArrayList<>();

            RecoveryResult result = tidemark.recover(plan, RecoverOptions.DEFAULT.withProve(true).withOpened(course -> {
                opened.add(course);
                HistoryGap gap = Objects.requireNonNull(tidemark.historyGap());
                assertThat(gap.isComplete()).isFalse();
                assertThat(gap.from()).isEqualTo(3);
                awaited(others.submit(() -> {
                    tidemark.put(payment("p9"), paymentBody("1", "8.00"), null);
                    tidemark.process();
                    assertThat(tidemark.account("1")).extracting(Account::actual).isEqualTo(1500L);
                    assertThatThrownBy(() -> tidemark.recover(plan, false, Progress.NONE))
                            .isInstanceOfSatisfying(StorageException.class, refused -> assertThat(refused.kind())
                                    .isEqualTo(StorageException.Kind.LOCKED))
                            .hasMessageContaining("another recovery goes on");
                    assertThat(Objects.requireNonNull(tidemark.event(payment("p1"))).state())
                            .isEqualTo(EventReport.State.ACCEPTED);
                    return tidemark;
                }));
            }), Progress.NONE);

            assertThat(result.outcome()).as(result.toJson()).isEqualTo(RecoveryResult.Outcome.DONE);
            assertThat(opened).singleElement().extracting(Course::opened).isNotNull();
            assertThat(Objects.requireNonNull(result.ledger()).position()).isEqualTo(3);
            assertThat(tidemark.historyGap()).isNull();
            assertThat(Objects.requireNonNull(tidemark.verify(Progress.NONE)).isProven()).isTrue();
            assertThat(tidemark.account("1", new Place.AtSequence(1))).extracting(Account::actual).isEqualTo(100L);
        }
    }

    private static void awaited(Future<?> future) {
        try {
            future.get(60, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    private void loseALedgerThatHadASnapshot() throws IOException {
        try (Tidemark tidemark = Tidemark.open(home, options)) {
            tidemark.put(payment("p1"), paymentBody("1", "1.00"), null);
            tidemark.put(payment("p2"), paymentBody("1", "2.00"), null);
            tidemark.process();
            assertThat(tidemark.createSnapshot()).isNotNull();
            tidemark.put(payment("p3"), paymentBody("1", "4.00"), null);
            tidemark.process();
        }
        FileTree.delete(home.resolve("ledger"));
    }

    @Test
    void a_recovery_that_is_asked_to_end_early_is_completed_by_a_later_one() throws Exception {
        loseALedgerThatHadASnapshot();
        try (Tidemark tidemark = Tidemark.open(home, options)) {
            Plan plan = tidemark.plan(PlanRequest.DEFAULT, Progress.NONE);
            assertThatThrownBy(() -> tidemark.recover(plan, RecoverOptions.DEFAULT.withStop(() -> true), Progress.NONE))
                    .isInstanceOf(CancellationException.class);
            tidemark.process();
            assertThat(tidemark.historyGap()).isNotNull();
        }
        try (Tidemark tidemark = Tidemark.open(home, options)) {
            tidemark.put(payment("p9"), paymentBody("1", "8.00"), null);
            tidemark.process();
            Plan plan = tidemark.plan(PlanRequest.DEFAULT, Progress.NONE);
            assertThat(plan.action()).isEqualTo(Plan.Action.COMPLETE);

            assertThat(tidemark.recover(plan, false, Progress.NONE).outcome()).isEqualTo(RecoveryResult.Outcome.DONE);

            assertThat(tidemark.historyGap()).isNull();
            assertThat(Objects.requireNonNull(tidemark.verify(Progress.NONE)).isProven()).isTrue();
        }
    }

    @Test
    void a_home_opened_for_reading_shows_one_moment_and_cannot_be_written() {
        try (Tidemark owner = Tidemark.open(home, options)) {
            owner.put(payment("p1"), paymentBody("1", "1.00"), null);
            owner.process();
            try (Tidemark reader = Tidemark.open(home, options.withAccess(Access.READ))) {
                assertThat(reader.account("1")).extracting(Account::actual).isEqualTo(100L);
                owner.put(payment("p2"), paymentBody("1", "1.00"), null);
                owner.process();

                assertThat(reader.account("1")).extracting(Account::actual).isEqualTo(100L);
                assertThatThrownBy(() -> reader.put(payment("p3"), paymentBody("1", "1.00"), null))
                        .isInstanceOf(StorageException.class);
            }
        }
    }

    @Test
    void a_cursor_that_is_closed_twice_gives_its_hold_back_once() {
        try (Tidemark tidemark = Tidemark.open(home, options)) {
            tidemark.put(payment("p1"), paymentBody("1", "1.00"), null);
            tidemark.process();
            Cursor<Account> accounts = tidemark.accounts();
            assertThat(accounts.next()).isNotNull();
            accounts.close();
            accounts.close();

            assertThat(accounts.next()).isNull();
            assertThat(tidemark.discard()).isEmpty();
        }
    }
}
