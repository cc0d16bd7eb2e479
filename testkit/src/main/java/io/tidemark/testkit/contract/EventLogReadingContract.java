package io.tidemark.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.port.ControlAction;
import io.tidemark.core.port.DamagedRecordsException;
import io.tidemark.core.port.EventLog;
import io.tidemark.core.port.LogRecord;
import io.tidemark.core.port.NewAttempt;
import io.tidemark.core.port.StorageException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The contract of [EventLog] for finding what was appended: by position, key and time, and around damage.
public abstract class EventLogReadingContract extends EventLogCases {
    @Test
    void a_scan_gives_every_record_from_one_position_to_another_in_segments_without_gaps() {
        List<NewAttempt> attempts = numbered(700);
        log().put(attempts.subList(0, 1));
        log().put(attempts.subList(1, 500));
        log().control(new ControlAction.Retry(KEY), "ann", "why not");
        log().put(attempts.subList(500, 700));

        assertThat(positions(records(1, 701))).isEqualTo(LongStream.rangeClosed(1, 701).boxed().toList());
        assertThat(positions(records(250, 600))).isEqualTo(LongStream.rangeClosed(250, 600).boxed().toList());
        assertThat(positions(records(501, 501))).containsExactly(501L);
        assertThat(positions(records(700, 5000))).containsExactly(700L, 701L);
        assertThat(records(702, 5000)).isEmpty();
        assertThat(records(600, 250)).isEmpty();
    }

    @Test
    void a_segment_is_decoded_by_another_thread_while_the_walk_goes_on() {
        log().put(numbered(300));
        log().put(numbered(900).subList(300, 900));

        List<CompletableFuture<List<LogRecord>>> decoding = new ArrayList<>();
        try (var segments = log().scan(1, 900)) {
            for (EventLog.Segment segment = segments.next(); segment != null; segment = segments.next()) {
                decoding.add(CompletableFuture.supplyAsync(segment::records));
            }
            List<LogRecord> records = decoding.stream().flatMap(segment -> segment.join().stream()).toList();
            assertThat(positions(records)).isEqualTo(LongStream.rangeClosed(1, 900).boxed().toList());
            assertThat(records).allSatisfy(record -> assertThat(((LogRecord.Attempt) record).body())
                    .isEqualTo(body("number " + record.position())));
        }
    }

    @Test
    void a_scan_sees_what_was_appended_before_it() {
        for (int i = 1; i <= 20; i++) {
            log().put(List.of(attempt("body " + i)));
            assertThat(positions(records(i, i))).containsExactly((long) i);
        }
    }

    @Test
    void a_record_is_found_by_its_position() {
        log().put(List.of(attempt("a"), attempt("b")));
        log().control(new ControlAction.Retry(KEY), "ann", "why not");

        assertThat(log().record(2)).isEqualTo(new LogRecord.Attempt(2, now(), KEY, 2, null, body("b")));
        assertThat(log().record(3))
                .isEqualTo(new LogRecord.Control(3, now(), new ControlAction.Retry(KEY), "ann", "why not"));
        assertThat(log().record(4)).isNull();
    }

    @Test
    void the_attempts_of_a_key_are_found_in_arrival_order() {
        EventKey prefix = EventKey.of("incoming_payment_1-.event");
        log().put(List.of(attempt("a"), new NewAttempt(prefix, body("a"), null), attempt("c")));
        log().put(List.of(attempt("b")));

        assertThat(log().attempts(KEY)).containsExactly(new LogRecord.Attempt(1, now(), KEY, 1, null, body("a")),
                new LogRecord.Attempt(3, now(), KEY, 2, null, body("c")),
                new LogRecord.Attempt(4, now(), KEY, 3, null, body("b")));
        assertThat(log().attempts(EventKey.of("incoming_payment_2.event"))).isEmpty();
    }

    @Test
    void the_first_attempt_of_a_key_is_found_at_once() {
        assertThat(log().firstPosition(KEY)).isZero();
        for (long i = 1; i <= 20; i++) {
            EventKey key = EventKey.of("incoming_payment_" + i + ".event");
            assertThat(log().put(List.of(new NewAttempt(key, body("a"), null)))).containsExactly(2 * i - 1);
            assertThat(log().put(List.of(new NewAttempt(key, body("b"), null)))).containsExactly(2 * i);
            assertThat(log().firstPosition(key)).isEqualTo(2 * i - 1);
            assertThat(log().firstPositionBefore(key, 2 * i)).isEqualTo(2 * i - 1);
            assertThat(log().firstPositionBefore(key, 2 * i - 1)).isZero();
        }
        assertThat(log().firstPosition(EventKey.of("incoming_payment_21.event"))).isZero();
    }

    @Test
    void the_last_position_that_had_arrived_at_a_moment_is_found() {
        long first = now();
        log().put(List.of(attempt("a"), attempt("b")));
        clock.advance(Duration.ofSeconds(10));
        log().control(new ControlAction.Retry(KEY), "ann", "why not");
        log().put(List.of(attempt("c")));
        clock.advance(Duration.ofNanos(1000));
        log().put(List.of(attempt("d")));

        assertThat(log().positionAt(first - 1)).isZero();
        assertThat(log().positionAt(first)).isEqualTo(2);
        assertThat(log().positionAt(first + 9_999_999)).isEqualTo(2);
        assertThat(log().positionAt(first + 10_000_000)).isEqualTo(4);
        assertThat(log().positionAt(first + 10_000_001)).isEqualTo(5);
        assertThat(log().positionAt(Long.MAX_VALUE)).isEqualTo(5);
    }

    @Test
    void damage_ends_a_scan_with_what_is_damaged_and_another_goes_on_behind_it() {
        List<NewAttempt> attempts = numbered(600);
        for (int i = 0; i < 600; i += 20) {
            log().put(attempts.subList(i, i + 20));
        }
        closeAll();
        installation.damageRecord(310);
        stores = installation.open(clock);

        List<LogRecord> read = new ArrayList<>();
        DamagedRecordsException damage = readUntilDamage(1, 600, read);
        if (damage == null) {
            throw new AssertionError("nothing was said about the damaged record 310");
        }
        assertThat(damage.kind()).isEqualTo(StorageException.Kind.DAMAGED);
        assertThat(damage.firstPosition()).isBetween(1L, 310L);
        assertThat(damage.lastPosition()).isBetween(310L, 600L);
        assertThat(damage).hasMessageContaining("" + damage.firstPosition())
                .hasMessageContaining("" + damage.lastPosition());
        assertThat(positions(read)).isEqualTo(LongStream.range(1, damage.firstPosition()).boxed().toList());

        List<LogRecord> behind = new ArrayList<>();
        assertThat(readUntilDamage(damage.lastPosition() + 1, 600, behind)).isNull();
        assertThat(positions(behind))
                .isEqualTo(LongStream.rangeClosed(damage.lastPosition() + 1, 600).boxed().toList());
        assertThatThrownBy(() -> log().record(310)).isInstanceOf(DamagedRecordsException.class);
    }

    private @Nullable DamagedRecordsException readUntilDamage(long from, long to, List<LogRecord> read) {
        try (var segments = log().scan(from, to)) {
            for (EventLog.Segment segment = segments.next(); segment != null; segment = segments.next()) {
                read.addAll(segment.records());
            }
            return null;
        } catch (DamagedRecordsException e) {
            return e;
        }
    }

    @Test
    void every_attempt_is_found_by_its_key_before_and_after_that_was_made_anew() {
        log().put(numbered(700));
        log().put(List.of(new NewAttempt(OTHER, body("a"), null)));
        assertThat(keyFaults()).isEmpty();
        reopen();
        assertThat(keyFaults()).isEmpty();

        log().rebuildKeys();

        assertThat(keyFaults()).isEmpty();
        assertThat(log().attempts(KEY)).hasSize(700);
        assertThat(log().firstPosition(OTHER)).isEqualTo(701);
        assertThat(log().put(List.of(attempt("number 3"), attempt("new")))).containsExactly(EventLog.DUPLICATE, 702);
        reopen();
        assertThat(log().attempts(KEY)).hasSize(701);
    }

    private List<EventLog.KeyFault> keyFaults() {
        List<EventLog.KeyFault> faults = new ArrayList<>();
        try (EventLog.KeyCheck check = log().checkKeys(log().lastPosition())) {
            check.add(records(1, log().lastPosition()));
            check.finish(faults::add);
        }
        return faults;
    }
}
