package io.tidemark.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.event.RejectionCode;
import io.tidemark.core.event.Sha256;
import io.tidemark.core.ledger.OutcomeState;
import io.tidemark.core.port.AttemptFact.Recorded;
import io.tidemark.core.port.AttemptId;
import io.tidemark.core.port.AttemptStore;
import io.tidemark.core.port.Body;
import io.tidemark.core.port.Bucket;
import io.tidemark.core.port.Cursor;
import io.tidemark.core.port.KeptAttempt;
import io.tidemark.core.port.ListedAttempt;
import io.tidemark.core.port.StoredAttempt;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// The contract of [AttemptStore]: every put is one more version, and none is ever lost from sight of who knows its name.
public abstract class AttemptStoreContract extends EventwiseCases {
    private static final EventKey KEY = key("cash_deposit_1.event");

    @Test
    void an_attempt_comes_back_byte_for_byte_with_its_source() {
        byte[] odd = new byte[70_000];
        for (int i = 0; i < odd.length; i++) {
            odd[i] = (byte) i;
        }
        AttemptId first = attempts().put(KEY, Body.of(odd), "branch 7 – Köln");
        AttemptId second = attempts().put(KEY, body(""), null);

        assertThat(read(first).body().toBytes()).isEqualTo(odd);
        assertThat(read(first).source()).isEqualTo("branch 7 – Köln");
        assertThat(read(first).id()).isEqualTo(first);
        assertThat(read(second).body().length()).isZero();
        assertThat(read(second).source()).isNull();
    }

    @Test
    void every_put_is_one_more_version_also_of_the_same_bytes() {
        List<AttemptId> put = IntStream.range(0, 5).mapToObj(i -> attempts().put(KEY, body("x" + i / 2), null))
                .toList();

        assertThat(put).doesNotHaveDuplicates().allMatch(id -> id.key().equals(KEY));
        assertThat(attempts().versions(KEY)).isEqualTo(put);
        assertThat(read(put.get(2)).body()).isEqualTo(body("x1"));
    }

    @Test
    void versions_are_those_of_the_key_alone() {
        AttemptId mine = attempts().put(KEY, body("a"), null);
        attempts().put(key("cash_deposit_10.event"), body("b"), null);
        attempts().put(key("cash_deposit_1-.event"), body("c"), null);

        assertThat(attempts().versions(KEY)).containsExactly(mine);
        assertThat(attempts().versions(key("cash_deposit_2.event"))).isEmpty();
    }

    @Test
    void an_expired_key_is_out_of_sight_and_its_versions_can_be_read() {
        AttemptId first = attempts().put(KEY, body("a"), "s");
        assertThat(attempts().inSight(KEY)).isTrue();

        attempts().expire(KEY);
        attempts().expire(KEY);

        assertThat(attempts().inSight(KEY)).isFalse();
        assertThat(attempts().versions(KEY)).containsExactly(first);
        assertThat(read(first).body()).isEqualTo(body("a"));
        AttemptId second = attempts().put(KEY, body("b"), null);
        assertThat(attempts().inSight(KEY)).isTrue();
        assertThat(attempts().versions(KEY)).containsExactly(first, second);
    }

    @Test
    void a_copy_is_kept_once_with_time_and_source() {
        AttemptId id = attempts().put(KEY, body("a"), "counter");
        StoredAttempt stored = read(id);
        assertThat(attempts().kept(KEY, Bucket.ARCHIVE)).isNull();

        attempts().keep(stored, Bucket.ARCHIVE);
        attempts().keep(stored, Bucket.ARCHIVE);

        assertThat(attempts().kept(KEY, Bucket.ARCHIVE)).isEqualTo(id);
        assertThat(attempts().kept(KEY, Bucket.REJECTED)).isNull();
        assertThat(attempts().versions(KEY)).containsExactly(id);
    }

    @Test
    void what_only_a_copy_has_is_read_from_there() {
        StoredAttempt gone = new StoredAttempt(new AttemptId(KEY, "v-long-gone"), 1_700_000_000_123_000L, "counter",
                body("a"));
        attempts().keep(gone, Bucket.REJECTED);

        assertThat(read(gone.id())).isEqualTo(gone);
    }

    @Test
    void the_copy_that_was_kept_last_is_told() {
        AttemptId first = attempts().put(KEY, body("a"), null);
        AttemptId second = attempts().put(KEY, body("b"), null);

        attempts().keep(read(first), Bucket.REJECTED);
        attempts().keep(read(second), Bucket.REJECTED);
        attempts().keep(read(first), Bucket.REJECTED);

        assertThat(attempts().kept(KEY, Bucket.REJECTED)).as("kept last; the first was there already")
                .isEqualTo(second);
    }

    @Test
    void what_is_not_there_is_null() {
        AttemptId id = attempts().put(KEY, body("a"), null);

        assertThat(read(id)).isNotNull();
        assertThat(attempts().read(new AttemptId(key("cash_deposit_2.event"), id.version()))).isNull();
        assertThat(attempts().read(new AttemptId(KEY, id.version() + "0"))).isNull();
    }

    @Test
    void attempts_are_there_after_opening_again() {
        AttemptId id = attempts().put(KEY, body("a"), "s");
        StoredAttempt before = read(id);

        reopen();

        assertThat(read(id)).isEqualTo(before);
        assertThat(attempts().put(KEY, body("b"), null)).isNotEqualTo(id);
    }

    @Test
    void many_threads_put_under_one_key() {
        List<AttemptId> put = PortCases.together(6, thread -> attempts().put(KEY, body("by " + thread), null));

        assertThat(attempts().versions(KEY)).containsExactlyInAnyOrderElementsOf(put).hasSize(6);
        for (int i = 0; i < 6; i++) {
            assertThat(read(put.get(i)).body()).isEqualTo(body("by " + i));
        }
    }

    @Test
    void a_listing_tells_of_every_version_by_key_and_in_the_order_of_putting() {
        EventKey other = key("cash_deposit_0.event");
        List<AttemptId> put = IntStream.range(0, 12).mapToObj(i -> attempts().put(KEY, body("x" + i), "s")).toList();
        attempts().expire(KEY);
        AttemptId before = attempts().put(other, body("abc"), null);

        List<ListedAttempt> listed = listed(Bucket.NEW, "");

        assertThat(listed).extracting(one -> new AttemptId(one.key(), one.version()))
                .startsWith(before).hasSize(13).containsSubsequence(put);
        assertThat(listed.getFirst().length()).isEqualTo(3);
        assertThat(attempts().read(listed.getLast())).isEqualTo(read(put.getLast()));
        assertThat(listed.getLast().storedMicros()).isEqualTo(read(put.getLast()).arrivalMicros());
        assertThat(listed(Bucket.NEW, "cash_deposit_0")).hasSize(1);
        assertThat(listed(Bucket.ARCHIVE, "")).isEmpty();
    }

    @Test
    void a_listing_of_copies_leads_to_the_attempts_that_they_are_of() {
        StoredAttempt first = read(attempts().put(KEY, body("a"), "counter"));
        StoredAttempt second = read(attempts().put(KEY, body("b"), null));
        attempts().keep(first, Bucket.REJECTED);
        attempts().keep(second, Bucket.REJECTED);

        assertThat(listed(Bucket.REJECTED, "")).extracting(one -> attempts().read(one))
                .containsExactlyInAnyOrder(first, second);
        assertThat(listed(Bucket.REJECTED, "x")).isEmpty();
        assertThat(attempts().read(new ListedAttempt(Bucket.ARCHIVE, KEY, first.id().version(), 0, 1))).isNull();
    }

    @Test
    void what_was_recorded_of_an_attempt_is_told_with_its_copy() {
        StoredAttempt first = read(attempts().put(KEY, body("a"), "counter"));
        StoredAttempt second = read(attempts().put(KEY, body("b"), null));
        List<Recorded> outcomes = List.of(
                new Recorded(1, 0, first.body().digest(Sha256.newMessageDigest()), OutcomeState.REJECTED,
                        RejectionCode.INSUFFICIENT_FUNDS, null, null, Map.of("A-1", 7L)),
                new Recorded(4, 1_700_000_000_123_000L, first.body().digest(Sha256.newMessageDigest()),
                        OutcomeState.ACCEPTED, null, null, "retry by Zoë; or | by = others",
                        Map.of("A-1", 9L, "B", 1L)),
                new Recorded(5, 3, first.body().digest(Sha256.newMessageDigest()), null, null, null, null, Map.of()));
        attempts().keep(first, Bucket.ARCHIVE, outcomes);
        attempts().keep(first, Bucket.ARCHIVE, List.of());
        attempts().keep(second, Bucket.ARCHIVE);

        assertThat(listed(Bucket.ARCHIVE, "")).extracting(one -> attempts().readKept(one))
                .containsExactlyInAnyOrder(new KeptAttempt(first, outcomes), new KeptAttempt(second, List.of()));
        assertThat(attempts().readKept(new ListedAttempt(Bucket.REJECTED, KEY, first.id().version(), 0, 1))).isNull();
    }

    private List<ListedAttempt> listed(Bucket bucket, String prefix) {
        List<ListedAttempt> all = new ArrayList<>();
        try (Cursor<ListedAttempt> cursor = attempts().list(bucket, prefix)) {
            for (ListedAttempt one = cursor.next(); one != null; one = cursor.next()) {
                all.add(one);
            }
        }
        return all;
    }

    private AttemptStore attempts() {
        return stores.attempts();
    }

    private StoredAttempt read(AttemptId id) {
        StoredAttempt attempt = attempts().read(id);
        assertThat(attempt).as("%s", id).isNotNull();
        return Objects.requireNonNull(attempt);
    }
}
