package io.tidemark.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.port.Body;
import io.tidemark.core.port.ControlAction;
import io.tidemark.core.port.EventLog;
import io.tidemark.core.port.LogRecord;
import io.tidemark.core.port.NewAttempt;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// The contract of [EventLog] for what is appended: it stays, once and in order.
public abstract class EventLogContract extends EventLogCases {
    @Test
    void positions_run_from_1_without_gaps_through_attempts_and_control_records() {
        assertThat(log().lastPosition()).isZero();

        assertThat(log().put(List.of(attempt("a"), attempt("b")))).containsExactly(1, 2);
        assertThat(log().control(new ControlAction.Retry(KEY), "ann", "why not")).isEqualTo(3);
        assertThat(log().put(List.of(attempt("c")))).containsExactly(4);

        assertThat(log().lastPosition()).isEqualTo(4);
        assertThat(positions(records(1, 4))).containsExactly(1L, 2L, 3L, 4L);
    }

    @Test
    void an_attempt_is_kept_as_it_was_put() {
        byte[] all256 = new byte[256];
        for (int i = 0; i < all256.length; i++) {
            all256[i] = (byte) i;
        }
        String longest = "ü".repeat(EventLog.MAX_SOURCE_LENGTH);
        log().put(List.of(new NewAttempt(KEY, Body.of(all256), "branch 7"), new NewAttempt(OTHER, body(""), longest),
                new NewAttempt(KEY, new Body(all256, 40, 9), null)));

        assertThat(records(1, 3)).containsExactly(
                new LogRecord.Attempt(1, now(), KEY, 1, "branch 7", Body.of(all256)),
                new LogRecord.Attempt(2, now(), OTHER, 1, longest, body("")),
                new LogRecord.Attempt(3, now(), KEY, 2, null, Body.of(Arrays.copyOfRange(all256, 40, 49))));
    }

    @Test
    void the_longest_body_and_the_longest_key_can_be_put() {
        byte[] longest = new byte[EventLog.MAX_BODY_BYTES];
        Arrays.fill(longest, (byte) 0xfe);
        EventKey key = EventKey.of("k".repeat(EventKey.MAX_NAME_LENGTH) + EventKey.SUFFIX);

        assertThat(log().put(List.of(new NewAttempt(key, Body.of(longest), null)))).containsExactly(1);

        assertThat(log().attempts(key)).extracting(LogRecord.Attempt::body).containsExactly(Body.of(longest));
    }

    @Test
    void arrival_times_come_from_the_clock_in_microseconds() {
        clock.set(Instant.parse("2026-03-04T05:06:07.123456789Z"));
        log().put(List.of(attempt("a")));
        log().control(new ControlAction.UseRules(1), "ann", "why not");

        assertThat(arrivals()).containsExactly(1_772_600_767_123_456L, 1_772_600_767_123_456L);
    }

    @Test
    void arrival_times_never_run_backwards_even_if_the_clock_does() {
        log().put(List.of(attempt("a")));
        clock.advance(Duration.ofHours(-1));
        log().put(List.of(attempt("b")));
        log().control(new ControlAction.Retry(KEY), "ann", "why not");
        reopen();
        log().put(List.of(attempt("c")));
        clock.advance(Duration.ofHours(2));
        log().put(List.of(attempt("d")));

        assertThat(arrivals()).hasSize(5).isSorted();
        assertThat(arrivals().getLast()).isEqualTo(now());
    }

    @Test
    void records_are_never_changed_by_what_comes_after_them() {
        log().put(List.of(attempt("a"), attempt("b")));
        log().control(new ControlAction.Reject(KEY), "ann", "why not");
        List<LogRecord> before = records(1, 3);

        clock.advance(Duration.ofDays(1));
        log().put(List.of(attempt("c"), attempt("a")));
        log().control(new ControlAction.Retry(KEY), "bob", "because");

        assertThat(before).hasSize(3);
        assertThat(records(1, 3)).isEqualTo(before);
    }

    @Test
    void records_that_exclude_events_are_kept_as_they_are_and_found_at_once() {
        List<EventKey> many = LongStream.rangeClosed(1, ControlAction.Exclude.MAX_KEYS + 1L)
                .mapToObj(i -> EventKey.of("incoming_payment_" + i + ".event")).toList();
        List<ControlAction.Exclude> parts = ControlAction.Exclude.all(many);
        log().put(List.of(attempt("a")));
        assertThat(log().exclusions()).isEmpty();

        for (ControlAction.Exclude part : parts) {
            log().control(part, "ann", "why not");
        }
        log().control(new ControlAction.Retry(KEY), "ann", "why not");
        log().control(new ControlAction.Exclude(List.of(KEY), 1, 1), "bob", "because");

        assertThat(parts).hasSize(2);
        assertThat(log().exclusions()).containsExactly(2L, 3L, 5L);
        crash();
        assertThat(log().exclusions()).containsExactly(2L, 3L, 5L);
        assertThat(records(2, 5)).extracting(record -> ((LogRecord.Control) record).action()).containsExactly(
                parts.get(0), parts.get(1), new ControlAction.Retry(KEY),
                new ControlAction.Exclude(List.of(KEY), 1, 1));
    }

    @Test
    void acknowledged_attempts_survive_a_crash() {
        log().put(List.of(attempt("a"), attempt("b")));
        log().put(List.of(attempt("c")));
        List<LogRecord> acknowledged = records(1, 3);

        crash();

        assertThat(acknowledged).hasSize(3);
        assertThat(log().lastPosition()).isEqualTo(3);
        assertThat(log().attemptCount()).isEqualTo(3);
        assertThat(records(1, 3)).isEqualTo(acknowledged);
        assertThat(log().put(List.of(attempt("b"), attempt("d")))).containsExactly(EventLog.DUPLICATE, 4);
    }

    @Test
    void a_control_record_survives_a_crash() {
        log().control(new ControlAction.Reject(KEY), "ann", "why not");

        crash();

        assertThat(records(1, 1)).containsExactly(
                new LogRecord.Control(1, now(), new ControlAction.Reject(KEY), "ann", "why not"));
    }

    @Test
    void how_far_the_log_was_acknowledged_is_known_after_a_crash() {
        log().put(List.of(attempt("a"), attempt("b")));
        assertThat(log().acknowledgedPosition()).isEqualTo(2);
        log().control(new ControlAction.Reject(KEY), "ann", "why not");

        crash();

        assertThat(log().acknowledgedPosition()).isEqualTo(3);
    }

    @Test
    void accepting_a_loss_where_nothing_is_lost_changes_nothing() {
        log().put(List.of(attempt("a"), attempt("b")));

        log().acceptLoss();
        reopen();

        assertThat(log().acknowledgedPosition()).isEqualTo(2);
        assertThat(log().put(List.of(attempt("b"), attempt("c")))).containsExactly(EventLog.DUPLICATE, 3);
    }

    @Test
    void everything_is_there_after_opening_again() {
        log().put(List.of(attempt("a"), attempt("b")));
        log().control(new ControlAction.UseRules(1), "ann", "why not");
        List<LogRecord> before = records(1, 3);

        reopen();

        assertThat(before).hasSize(3);
        assertThat(records(1, 3)).isEqualTo(before);
        assertThat(log().attemptCount()).isEqualTo(2);
        assertThat(log().attempts(KEY)).hasSize(2);
        assertThat(log().firstPosition(KEY)).isEqualTo(1);
    }

    @Test
    void bytes_that_are_in_the_log_are_a_duplicate_and_not_stored() {
        log().put(List.of(attempt("a"), attempt("b"), attempt("c")));

        assertThat(log().put(List.of(attempt("a"), attempt("b"), attempt("c"))))
                .containsExactly(EventLog.DUPLICATE, EventLog.DUPLICATE, EventLog.DUPLICATE);

        assertThat(log().lastPosition()).isEqualTo(3);
        assertThat(log().attemptCount()).isEqualTo(3);
    }

    @Test
    void bytes_that_are_earlier_in_the_list_are_a_duplicate_and_not_stored() {
        assertThat(log().put(List.of(attempt("a"), attempt("b"), attempt("a"), attempt("c"))))
                .containsExactly(1, 2, EventLog.DUPLICATE, 3);

        assertThat(log().attempts(KEY)).extracting(LogRecord.Attempt::body).containsExactly(body("a"), body("b"),
                body("c"));
    }

    @Test
    void a_duplicate_is_known_by_its_bytes_whatever_its_source() {
        log().put(List.of(new NewAttempt(KEY, body("a"), "branch 7")));

        assertThat(log().put(List.of(new NewAttempt(KEY, body("a"), "branch 8"), new NewAttempt(KEY, body("a"), null),
                new NewAttempt(KEY, body("a "), null))))
                .containsExactly(EventLog.DUPLICATE, EventLog.DUPLICATE, 2);
    }

    @Test
    void the_same_bytes_under_another_key_are_no_duplicate() {
        assertThat(log().put(List.of(attempt("a"), new NewAttempt(OTHER, body("a"), null)))).containsExactly(1, 2);
    }

    @Test
    void versions_count_the_attempts_of_each_key_from_1_without_gaps() {
        log().put(List.of(attempt("a"), new NewAttempt(OTHER, body("a"), null), attempt("a"), attempt("b")));
        reopen();
        log().put(List.of(attempt("b"), attempt("c")));

        assertThat(log().attempts(KEY)).extracting(LogRecord.Attempt::version).containsExactly(1, 2, 3);
        assertThat(log().attempts(OTHER)).extracting(LogRecord.Attempt::version).containsExactly(1);
    }

    @Test
    void putting_a_list_again_stores_what_was_missing_of_it() {
        log().put(List.of(attempt("a"), attempt("b")));

        assertThat(log().put(List.of(attempt("a"), attempt("b"), attempt("c"), attempt("d"))))
                .containsExactly(EventLog.DUPLICATE, EventLog.DUPLICATE, 3, 4);
    }

    @Test
    void many_threads_put_at_once_and_every_call_keeps_its_order() {
        int threads = 8;
        int each = 50;
        List<List<Long>> positions = together(threads, thread -> {
            List<Long> own = new ArrayList<>();
            for (int call = 0; call < each; call += 5) {
                List<NewAttempt> attempts = new ArrayList<>();
                for (int i = call; i < call + 5; i++) {
                    attempts.add(new NewAttempt(EventKey.of("t" + thread + "-" + i + ".event"), body("a"), null));
                }
                for (long position : log().put(attempts)) {
                    own.add(position);
                }
            }
            return own;
        });

        assertThat(positions.stream().flatMap(List::stream).sorted())
                .isEqualTo(LongStream.rangeClosed(1, (long) threads * each).boxed().toList());
        assertThat(positions).allSatisfy(own -> assertThat(own).isSorted());
        for (int thread = 0; thread < threads; thread++) {
            for (int i = 0; i < each; i++) {
                assertThat(log().firstPosition(EventKey.of("t" + thread + "-" + i + ".event")))
                        .isEqualTo(positions.get(thread).get(i));
            }
        }
    }

    @Test
    void of_equal_attempts_put_by_many_threads_at_once_one_is_stored() {
        List<long[]> positions = together(8, _ -> log().put(List.of(attempt("a"), attempt("b"))));

        assertThat(positions.stream().flatMapToLong(Arrays::stream).filter(position -> position != EventLog.DUPLICATE)
                .sorted()).containsExactly(1L, 2L);
        assertThat(log().attempts(KEY)).extracting(LogRecord.Attempt::body).containsExactlyInAnyOrder(body("a"),
                body("b"));
    }

    @Test
    void every_control_action_is_kept_with_operator_and_reason() {
        log().control(new ControlAction.Retry(KEY), "ann", "the account is open now");
        log().control(new ControlAction.Reject(OTHER), "bob", "geschlossen – für immer\nzweite Zeile");
        log().control(new ControlAction.UseRules(7), "", "");

        assertThat(records(1, 3)).containsExactly(
                new LogRecord.Control(1, now(), new ControlAction.Retry(KEY), "ann", "the account is open now"),
                new LogRecord.Control(2, now(), new ControlAction.Reject(OTHER), "bob",
                        "geschlossen – für immer\nzweite Zeile"),
                new LogRecord.Control(3, now(), new ControlAction.UseRules(7), "", ""));
    }

    @Test
    void control_records_are_not_counted_as_attempts() {
        log().put(List.of(attempt("a"), attempt("b")));
        log().control(new ControlAction.Retry(KEY), "ann", "why not");

        assertThat(log().attemptCount()).isEqualTo(2);
        assertThat(log().attempts(KEY)).hasSize(2);
    }
}
