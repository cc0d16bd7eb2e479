package io.tidemark.aws.function;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.aws.AwsBundled;
import io.tidemark.aws.LocalServers;
import io.tidemark.aws.table.DynamoControl;
import io.tidemark.core.event.EventKey;
import io.tidemark.core.port.Body;
import io.tidemark.core.port.ControlItem;
import io.tidemark.core.port.NewAttempt;
import io.tidemark.testkit.contract.BundledInstallation.Read;
import io.tidemark.testkit.time.ManualClock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/// What the bundler packs, what it leaves, and what it says.
class BundlerTest {
    private static final int TIME_ENOUGH = 900_000;
    private static final EventKey ARCHIVED = EventKey.of("incoming_payment_a.event");
    private static final EventKey LATE = EventKey.of("incoming_payment_late.event");
    private static final EventKey REJECTED = EventKey.of("cash_withdrawal_w.event");

    private final ManualClock clock = ManualClock.atNewYear();
    private final AwsBundled aws = new AwsBundled();
    private final Map<String, String> variables = new HashMap<>();
    private final Map<EventKey, List<Read>> before = new LinkedHashMap<>();
    private final List<String> log = new ArrayList<>();

    @BeforeEach
    void putAndSettle() {
        variables.putAll(Map.of("NEW_EVENT_BUCKET_NAME_PARAM", aws.parts().buckets().newEvents(),
                "ARCHIVE_EVENT_BUCKET_NAME_PARAM", aws.parts().buckets().archive(), "REJECTED_EVENT_BUCKET_NAME_PARAM",
                aws.parts().buckets().rejected(), "DYNAMODB_ACCOUNTS_TABLE_NAME_PARAM",
                aws.parts().tables().accounts(), "DYNAMODB_OBJECT_TABLE_NAME_PARAM", aws.parts().tables().objects()));
        aws.open(clock);
        aws.put(List.of(attempt(ARCHIVED, "{\"EventTimeStamp\":1,\"TargetAccount\":\"A\",\"Amount\":\"1.00\"}"),
                attempt(LATE, "{\"EventTimeStamp\":1,\"TargetAccount\":\"B\",\"Amount\":\"1.00\"}"),
                attempt(REJECTED, "{\"EventTimeStamp\":1,\"SourceAccount\":\"A\",\"Amount\":\"5.00\"}")));
        clock.advance(Duration.ofDays(1));
        aws.settle(List.of(ARCHIVED, REJECTED));
        List.of(ARCHIVED, REJECTED).forEach(key -> before.put(key, aws.attempts(key)));
    }

    @AfterEach
    void close() {
        aws.close();
    }

    private static NewAttempt attempt(EventKey key, String body) {
        return new NewAttempt(key, Body.of(body.getBytes(UTF_8)), null);
    }

    private void run(IntSupplier leftMillis, ExecutionInterceptor... listeners) {
        log.clear();
        new BundlerWork(new Services(new Settings(variables), LocalServers.s3At(aws.glacier().endpoint(), listeners),
                LocalServers.dynamoDb(), LocalServers.sqs(), clock), new FunctionLog(log::add, "Tidemark"))
                .run(leftMillis);
        before.forEach((key, reads) -> assertThat(aws.attempts(key)).as("nothing is lost").isEqualTo(reads));
    }

    private void runInTime(ExecutionInterceptor... listeners) {
        run(() -> TIME_ENOUGH, listeners);
    }

    /// A run for which time runs down to that at its nth look at the clock.
    private void runUntil(int looks, int leftThen) {
        AtomicInteger left = new AtomicInteger(looks);
        run(() -> left.getAndDecrement() > 0 ? TIME_ENOUGH : leftThen);
    }

    private long singles() {
        return List.of(aws.parts().buckets().archive(), aws.parts().buckets().rejected()).stream()
                .mapToLong(
                        bucket -> LocalServers.s3().listObjectVersions(list -> list.bucket(bucket)).versions().stream()
                                .filter(version -> version.key().endsWith(".event")).count())
                .sum();
    }

    private long bundled() {
        return aws.open(clock).list().stream().mapToLong(bundle -> bundle.attempts()).sum();
    }

    private DynamoControl control() {
        return new DynamoControl(LocalServers.dynamoDb(), aws.parts().tables());
    }

    /// What the metrics say, without the names and units that go before.
    private String counted() {
        return log.stream().filter(line -> line.contains("\"_aws\"")).map(line -> line.replaceAll("^.*},", "{"))
                .reduce("", String::concat);
    }

    private static String counts(int attempts, int bundles, int letGo, int standing, int unfinished) {
        return "{\"BundledAttempts\":" + attempts + ",\"BundlesPublished\":" + bundles + ",\"BundlingUnfinished\":"
                + unfinished + ",\"CopiesLetGo\":" + letGo + ",\"CopiesStanding\":" + standing + "}";
    }

    @Test
    void what_arrived_before_today_goes_into_a_bundle_and_its_copies_go() {
        runInTime();

        assertThat(singles()).isZero();
        assertThat(bundled()).isEqualTo(2);
        assertThat(counted()).isEqualTo(counts(2, 1, 2, 0, 0));
        assertThat(log.getFirst()).contains("\"before\":\"2026-01-02\"", "\"attempts\":\"2\"",
                "\"completed\":\"true\"");
        runInTime();
        assertThat(counted()).as("nothing is left").isEqualTo(counts(0, 0, 0, 0, 0));
    }

    @Test
    void days_that_are_not_old_enough_are_left_alone() {
        variables.put("BUNDLE_AFTER_DAYS", "1");
        runInTime();
        assertThat(log.getFirst()).contains("\"before\":\"2026-01-01\"", "\"attempts\":\"0\"");
        assertThat(singles()).isEqualTo(2);

        clock.advance(Duration.ofDays(1));
        runInTime();
        assertThat(singles()).isZero();

        variables.put("BUNDLE_AFTER_DAYS", "-1");
        assertThatThrownBy(this::runInTime).hasMessage("the variable BUNDLE_AFTER_DAYS takes a number of days: -1");
    }

    @Test
    void when_time_is_nearly_up_what_was_looked_at_is_packed_and_the_next_call_goes_on() {
        // Enough and now are asked for each bucket: the second bucket is not begun.
        runUntil(2, BundlerWork.TO_PUBLISH_MILLIS - 1);

        assertThat(counted()).isEqualTo(counts(1, 1, 1, 0, 1));
        assertThat(log.getFirst()).contains("\"message\":\"packed in part; the next call goes on\"");
        runInTime();
        assertThat(counted()).isEqualTo(counts(1, 1, 1, 0, 0));
        assertThat(singles()).isZero();
    }

    @Test
    void wherever_time_is_up_nothing_is_half_done_and_calls_come_to_an_end() {
        int looks = 0;
        do {
            runUntil(looks++, BundlerWork.TO_END_MILLIS - 1);
        } while (counted().contains("\"BundlingUnfinished\":1"));

        assertThat(looks).isGreaterThan(6);
        assertThat(singles()).isZero();
        assertThat(bundled()).isEqualTo(2);
    }

    @Test
    void what_s3_does_not_let_go_of_stands_and_is_told_until_it_goes() {
        aws.glacier().lock(true);
        runInTime();
        assertThat(counted()).isEqualTo(counts(2, 1, 0, 2, 0));
        assertThat(log.getFirst()).contains("\"level\":\"WARN\"", "object lock", "\"standing\":\"2\"");
        assertThat(singles()).isEqualTo(2);

        aws.glacier().lock(false);
        runInTime();
        assertThat(counted()).isEqualTo(counts(0, 0, 2, 0, 0));
        assertThat(singles()).isZero();
        assertThat(bundled()).isEqualTo(2);
    }

    @Test
    void nothing_is_packed_while_a_recovery_is_at_work() {
        control().pauses().pauseEverything(true);
        runInTime();
        assertThat(counted()).isEqualTo(counts(0, 0, 0, 0, 1));
        assertThat(log.getFirst()).contains("\"level\":\"WARN\"", "a recovery is at work");
        assertThat(singles()).isEqualTo(2);

        control().pauses().pauseEverything(false);
        control().pauses().pauseAccount("A", true);
        runInTime();
        assertThat(singles()).as("a paused account is no reason").isZero();
    }

    @Test
    void nothing_is_packed_while_the_tables_stand_still_at_a_moment() {
        ControlItem item = control().control();
        ControlItem.State now = item.read();
        item.update(now, new ControlItem.State(now.generation(), now.syncedPosition(), 1L, now.inDoubt(),
                now.provisional()));

        runInTime();

        assertThat(counted()).isEqualTo(counts(0, 0, 0, 0, 1));
        assertThat(singles()).isEqualTo(2);
    }

    /// Does something once, before an object is put whose key ends so.
    private static ExecutionInterceptor beforePut(String ending, Runnable work) {
        AtomicBoolean done = new AtomicBoolean();
        return new ExecutionInterceptor() {
            @Override
            public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
                if (context.request() instanceof PutObjectRequest put && put.key().endsWith(ending)
                        && done.compareAndSet(false, true)) {
                    work.run();
                }
            }
        };
    }

    @Test
    void a_recovery_that_begins_meanwhile_finds_every_copy_in_its_place() {
        AtomicInteger deleted = new AtomicInteger();
        runInTime(beforePut(".manifest.json", () -> control().pauses().pauseEverything(true)),
                new ExecutionInterceptor() {
                    @Override
                    public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
                        if (context.request() instanceof DeleteObjectRequest) {
                            deleted.incrementAndGet();
                        }
                    }
                });

        assertThat(deleted).hasValue(0);
        assertThat(counted()).isEqualTo(counts(2, 1, 0, 0, 1));
        control().pauses().pauseEverything(false);
        runInTime();
        assertThat(counted()).isEqualTo(counts(0, 0, 2, 0, 0));
    }

    @Test
    void a_command_that_was_quicker_does_the_work_and_the_function_says_so() {
        runInTime(beforePut(".manifest.json", () -> {
            aws.settle(List.of(LATE));
            assertThat(aws.pack(LocalDate.of(2026, 1, 2)).attempts()).isEqualTo(3);
        }));

        assertThat(counted()).isEqualTo(counts(0, 0, 0, 0, 1));
        assertThat(log.getFirst()).contains("\"level\":\"WARN\"", "another `bundle` is at work");
        assertThat(bundled()).isEqualTo(3);
        assertThat(singles()).isZero();
    }
}
