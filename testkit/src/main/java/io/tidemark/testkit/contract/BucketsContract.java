package io.tidemark.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.port.Body;
import io.tidemark.core.port.Bucket;
import io.tidemark.core.port.Buckets;
import io.tidemark.core.port.ControlAction;
import io.tidemark.core.port.ControlItem;
import io.tidemark.core.port.NewAttempt;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// The contract of [Buckets]: which bucket each attempt is in.
public abstract class BucketsContract extends PortCases {
    @Test
    void an_attempt_that_was_never_moved_is_in_the_bucket_for_new_ones() {
        put(3);

        assertThat(buckets().bucketOf(1)).isEqualTo(Bucket.NEW);
        assertThat(buckets().bucketOf(3)).isEqualTo(Bucket.NEW);
        assertCounts(3, 0, 0);
    }

    @Test
    void attempts_move_together_with_the_mark() {
        put(4);
        assertThat(buckets().movedUpTo()).isZero();

        buckets().move(Map.of(1L, Bucket.ARCHIVE, 3L, Bucket.REJECTED), 4);

        assertThat(LongStream.rangeClosed(1, 4).mapToObj(buckets()::bucketOf)).containsExactly(Bucket.ARCHIVE,
                Bucket.NEW, Bucket.REJECTED, Bucket.NEW);
        assertThat(buckets().movedUpTo()).isEqualTo(4);
        assertCounts(2, 1, 1);
    }

    @Test
    void the_mark_moves_on_without_any_attempt() {
        put(2);

        buckets().move(Map.of(), 2);

        assertThat(buckets().movedUpTo()).isEqualTo(2);
        assertCounts(2, 0, 0);
    }

    @Test
    void moving_an_attempt_to_where_it_is_has_no_effect() {
        put(2);
        buckets().move(Map.of(1L, Bucket.REJECTED), 1);

        buckets().move(Map.of(1L, Bucket.REJECTED, 2L, Bucket.NEW), 2);

        assertThat(buckets().bucketOf(1)).isEqualTo(Bucket.REJECTED);
        assertThat(buckets().bucketOf(2)).isEqualTo(Bucket.NEW);
        assertThat(all(buckets().positions(Bucket.REJECTED, 0))).containsExactly(1L);
        assertCounts(1, 0, 1);
    }

    @Test
    void an_attempt_moves_from_bucket_to_bucket_and_back() {
        put(1);

        buckets().move(Map.of(1L, Bucket.REJECTED), 1);
        buckets().move(Map.of(1L, Bucket.ARCHIVE), 1);
        assertCounts(0, 1, 0);
        assertThat(all(buckets().positions(Bucket.REJECTED, 0))).isEmpty();
        assertThat(all(buckets().positions(Bucket.ARCHIVE, 0))).containsExactly(1L);

        buckets().move(Map.of(1L, Bucket.NEW), 1);
        assertCounts(1, 0, 0);
        assertThat(all(buckets().positions(Bucket.ARCHIVE, 0))).isEmpty();
    }

    @Test
    void control_records_are_in_no_bucket() {
        put(2);
        stores.log().control(new ControlAction.UseRules(1), "ann", "why not");

        assertCounts(2, 0, 0);
    }

    @Test
    void the_positions_of_a_bucket_come_in_ascending_order_from_behind_a_given_one() {
        put(600);
        Map<Long, Bucket> moves = new HashMap<>();
        List<Long> archived = new ArrayList<>();
        for (long position = 1; position <= 600; position++) {
            if (position % 3 == 0) {
                archived.add(position);
                moves.put(position, Bucket.ARCHIVE);
            } else if (position % 3 == 1) {
                moves.put(position, Bucket.REJECTED);
            }
        }
        buckets().move(moves, 600);

        assertThat(all(buckets().positions(Bucket.ARCHIVE, 0))).isEqualTo(archived);
        assertThat(all(buckets().positions(Bucket.ARCHIVE, 300))).isEqualTo(archived.subList(100, 200));
        assertThat(all(buckets().positions(Bucket.ARCHIVE, 301))).isEqualTo(archived.subList(100, 200));
        assertThat(all(buckets().positions(Bucket.REJECTED, 597))).containsExactly(598L);
        assertThat(all(buckets().positions(Bucket.ARCHIVE, 600))).isEmpty();
    }

    @Test
    void moves_are_there_after_a_crash_once_an_attempt_was_put() {
        put(2);
        buckets().move(Map.of(1L, Bucket.ARCHIVE, 2L, Bucket.REJECTED), 2);
        put(3);

        crash();

        assertThat(buckets().bucketOf(1)).isEqualTo(Bucket.ARCHIVE);
        assertThat(buckets().bucketOf(2)).isEqualTo(Bucket.REJECTED);
        assertThat(buckets().movedUpTo()).isEqualTo(2);
        assertCounts(1, 1, 1);
    }

    @Test
    void moves_are_there_after_a_crash_once_the_control_item_was_updated() {
        put(1);
        buckets().move(Map.of(1L, Bucket.ARCHIVE), 1);
        ControlItem.State before = stores.control().read();
        stores.control().update(before, before.withSyncedPosition(1));

        crash();

        assertThat(buckets().bucketOf(1)).isEqualTo(Bucket.ARCHIVE);
        assertThat(buckets().movedUpTo()).isEqualTo(1);
        assertCounts(0, 1, 0);
    }

    @Test
    void a_crash_leaves_all_of_a_move_or_nothing() {
        put(200);
        Map<Long, Bucket> moves = new HashMap<>();
        for (long position = 1; position <= 200; position++) {
            moves.put(position, Bucket.ARCHIVE);
        }
        buckets().move(moves, 200);

        crash();

        boolean moved = buckets().movedUpTo() == 200;
        assertThat(all(buckets().positions(Bucket.ARCHIVE, 0))).hasSize(moved ? 200 : 0);
        assertCounts(moved ? 0 : 200, moved ? 200 : 0, 0);
    }

    @Test
    void buckets_are_the_same_after_opening_again() {
        put(3);
        buckets().move(Map.of(2L, Bucket.REJECTED), 3);

        reopen();

        assertThat(LongStream.rangeClosed(1, 3).mapToObj(buckets()::bucketOf)).containsExactly(Bucket.NEW,
                Bucket.REJECTED, Bucket.NEW);
        assertThat(buckets().movedUpTo()).isEqualTo(3);
        assertCounts(2, 0, 1);
    }

    @Test
    void cleared_buckets_are_as_if_nothing_was_ever_moved_even_after_a_crash() {
        put(3);
        buckets().move(Map.of(2L, Bucket.REJECTED, 3L, Bucket.ARCHIVE), 3);

        buckets().clear();
        crash();

        assertThat(buckets().bucketOf(2)).isEqualTo(Bucket.NEW);
        assertThat(buckets().movedUpTo()).isZero();
        assertThat(all(buckets().positions(Bucket.REJECTED, 0))).isEmpty();
        assertCounts(3, 0, 0);
        buckets().move(Map.of(1L, Bucket.REJECTED), 1);
        assertCounts(2, 0, 1);
    }

    @Test
    void counts_hold_while_one_thread_moves_and_others_put() {
        put(100);
        together(4, thread -> {
            for (long i = 1; i <= 100; i++) {
                if (thread == 0) {
                    buckets().move(Map.of(i, i % 2 == 0 ? Bucket.ARCHIVE : Bucket.REJECTED), i);
                } else {
                    stores.log().put(List.of(attempt("t" + thread + "-" + i)));
                }
            }
            return thread;
        });

        assertCounts(300, 50, 50);
    }

    private Buckets buckets() {
        return stores.buckets();
    }

    /// Puts attempts until there are that many, counted by number.
    private void put(int upTo) {
        List<NewAttempt> attempts = new ArrayList<>();
        for (int i = 1; i <= upTo; i++) {
            attempts.add(attempt("" + i));
        }
        stores.log().put(attempts);
    }

    private static NewAttempt attempt(String name) {
        return new NewAttempt(EventKey.of(name + EventKey.SUFFIX), Body.of(name.getBytes(StandardCharsets.UTF_8)),
                null);
    }

    private void assertCounts(long fresh, long archived, long rejected) {
        Map<Bucket, Long> counts = buckets().counts();
        assertThat(counts.getOrDefault(Bucket.NEW, 0L)).as("new").isEqualTo(fresh);
        assertThat(counts.getOrDefault(Bucket.ARCHIVE, 0L)).as("archived").isEqualTo(archived);
        assertThat(counts.getOrDefault(Bucket.REJECTED, 0L)).as("rejected").isEqualTo(rejected);
    }
}
