package io.tidemark.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.pipeline.ActiveLedger;
import io.tidemark.core.pipeline.Expiry;
import io.tidemark.core.pipeline.FoldRun;
import io.tidemark.core.pipeline.Processor;
import io.tidemark.core.pipeline.Progress;
import io.tidemark.core.port.Body;
import io.tidemark.core.port.Bundles;
import io.tidemark.core.port.Cursor;
import io.tidemark.core.port.EventLog;
import io.tidemark.core.port.LedgerStore;
import io.tidemark.core.port.LogRecord;
import io.tidemark.core.port.NewAttempt;
import io.tidemark.core.port.StorageClass;
import io.tidemark.core.port.StorageException;
import io.tidemark.core.port.StorageException.Kind;
import io.tidemark.core.port.Thaw;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The contract of [Bundles]: what is packed is read as before, until it is cold or lost.
public abstract class BundlesContract extends PortCases {
    private static final LocalDate FIRST_DAY = LocalDate.of(2026, 1, 1);
    private static final Thaw IN_AN_HOUR = new Thaw(Thaw.Tier.STANDARD, Duration.ofDays(1), Duration.ofHours(1));
    private static final String PAYMENT = "incoming_payment_p%s.event";

    private final List<LogRecord> before = new ArrayList<>();

    private Bundles bundles() {
        return stores.bundles();
    }

    /// Puts payments and a follow-up that waits, on one day.
    private void day(int number) {
        List<NewAttempt> attempts = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            attempts.add(attempt(PAYMENT.formatted(number + "-" + i),
                    "{\"EventTimeStamp\":1,\"TargetAccount\":\"A" + i + "\",\"Amount\":\"1.00\"}", "branch"));
        }
        attempts.add(attempt("cash_withdrawal_w" + number + ".event",
                "{\n\"EventTimeStamp\":1,\"SourceAccount\":\"A0\",\"Amount\":\"900.00\"}", null));
        attempts.add(new NewAttempt(key("cash_withdrawal_b" + number + ".event"),
                Body.of(new byte[] {(byte) 0xff, 0, '\n', '"'}), null));
        attempts.add(attempt("outgoing_payment_verified_o" + number + ".event", "{\"EventTimeStamp\":1}", null));
        stores.log().put(attempts);
        clock.advance(Duration.ofDays(1));
    }

    private static EventKey key(String text) {
        EventKey key = EventKey.parse(text);
        if (key == null) {
            throw new AssertionError(text);
        }
        return key;
    }

    private static NewAttempt attempt(String key, String body, @Nullable String source) {
        return new NewAttempt(key(key), Body.of(body.getBytes(StandardCharsets.UTF_8)), source);
    }

    private Bundles.Packed pack(LocalDate until) {
        return working((processor, ledger) -> {
            processor.process(Long.MAX_VALUE, Progress.NONE, () -> false);
            before.clear();
            before.addAll(records());
            Expiry.run(stores, processor, ledger, Long.MAX_VALUE, Progress.NONE, () -> false);
            return bundles().pack(ledger, until, _ -> {}, () -> false);
        });
    }

    private interface Work<T> {
        T with(Processor processor, LedgerStore ledger);
    }

    private <T> T working(Work<T> work) {
        LedgerStore ledger = ActiveLedger.open(stores, () -> "g-bundles");
        try (Processor processor = new Processor(stores, ledger, new FoldRun.Options(1, 4))) {
            return work.with(processor, ledger);
        }
    }

    private List<LogRecord> records() {
        List<LogRecord> records = new ArrayList<>();
        try (Cursor<EventLog.Segment> segments = stores.log().scan(1, stores.log().lastPosition())) {
            for (EventLog.Segment segment = segments.next(); segment != null; segment = segments.next()) {
                records.addAll(segment.records());
            }
        }
        return records;
    }

    private static void assertFails(Kind kind, Supplier<?> work) {
        assertThatThrownBy(work::get).isInstanceOfSatisfying(StorageException.class,
                failure -> assertThat(failure.kind()).isEqualTo(kind));
    }

    private byte[] bodyAt(long position) {
        LogRecord record = stores.log().record(position);
        assertThat(record).isInstanceOf(LogRecord.Attempt.class);
        return ((LogRecord.Attempt) Objects.requireNonNull(record)).body().toBytes();
    }

    @Test
    void a_bundle_a_day_holds_what_has_an_outcome_and_has_left_the_new_bucket() {
        day(1);
        day(2);
        day(3);

        Bundles.Packed packed = pack(FIRST_DAY.plusDays(2));

        assertThat(packed.attempts()).isEqualTo(14);
        assertThat(packed.left()).isEqualTo(2);
        assertThat(packed.completed()).isTrue();
        assertThat(packed.made()).isEqualTo(bundles().list()).extracting(Bundles.Bundle::day)
                .containsExactly(FIRST_DAY, FIRST_DAY.plusDays(1));
        assertThat(packed.made()).extracting(Bundles.Bundle::attempts).containsExactly(7L, 7L);
        assertThat(packed.made()).extracting(Bundles.Bundle::firstPosition).containsExactly(1L, 9L);
        assertThat(packed.made()).extracting(Bundles.Bundle::lastPosition).containsExactly(7L, 15L);
        assertThat(bundles().shares(1, 24)).extracting(Bundles.Share::attempts).containsExactly(7L, 7L);
        assertThat(bundles().shares(3, 9)).extracting(Bundles.Share::attempts).containsExactly(5L, 1L);
        assertThat(bundles().shares(8, 8)).isEmpty();
    }

    @Test
    void what_is_packed_is_read_as_it_was_put() {
        day(1);

        pack(FIRST_DAY.plusDays(1));

        assertThat(bundles().list()).hasSize(1);
        assertThat(records()).isEqualTo(before);
        assertThat(bodyAt(7)).isEqualTo(new byte[] {(byte) 0xff, 0, '\n', '"'});
        reopen();
        assertThat(records()).isEqualTo(before);
        assertThat(stores.log().attempts(key(PAYMENT.formatted("1-3")))).hasSize(1);
    }

    @Test
    void what_was_packed_survives_a_crash() {
        day(1);
        pack(FIRST_DAY.plusDays(1));

        crash();

        assertThat(bundles().list()).hasSize(1);
        assertThat(records()).isEqualTo(before);
        assertThat(bundles().verify(bundles().list().getFirst().id())).isEmpty();
    }

    @Test
    void packing_again_takes_what_got_its_outcome_since() {
        day(1);
        assertThat(pack(FIRST_DAY.plusDays(1)).attempts()).isEqualTo(7);
        assertThat(pack(FIRST_DAY.plusDays(1)).attempts()).isZero();

        stores.log().put(List.of(attempt("outgoing_payment_unverified_o1.event",
                "{\"EventTimeStamp\":1,\"SourceAccount\":\"A0\",\"Amount\":\"1.00\"}", null)));
        Bundles.Packed packed = pack(FIRST_DAY.plusDays(1));

        assertThat(packed.attempts()).isEqualTo(1);
        assertThat(packed.left()).isZero();
        assertThat(bundles().list()).hasSize(2);
        assertThat(records()).isEqualTo(before);
    }

    @Test
    void bytes_that_are_in_a_bundle_already_are_a_duplicate_and_others_are_another_attempt() {
        day(1);
        pack(FIRST_DAY.plusDays(1));
        bundles().freeze(ids(), StorageClass.GLACIER);

        long[] positions = stores.log().put(List.of(
                attempt(PAYMENT.formatted("1-0"), "{\"EventTimeStamp\":1,\"TargetAccount\":\"A0\",\"Amount\":\"1.00\"}",
                        null),
                attempt(PAYMENT.formatted("1-1"), "{\"EventTimeStamp\":1,\"TargetAccount\":\"A1\",\"Amount\":\"2.00\"}",
                        null)));

        assertThat(bundles().list()).hasSize(1);
        assertThat(positions).containsExactly(EventLog.DUPLICATE, 9);
    }

    private List<String> ids() {
        return bundles().list().stream().map(Bundles.Bundle::id).toList();
    }

    @Test
    void what_is_frozen_cannot_be_read_until_it_is_thawed_and_only_as_long_as_was_asked() {
        day(1);
        pack(FIRST_DAY.plusDays(1));

        bundles().freeze(ids(), StorageClass.GLACIER);
        assertThat(bundles().list()).extracting(Bundles.Bundle::storageClass).containsExactly(StorageClass.GLACIER);
        assertFails(Kind.FROZEN, () -> bodyAt(1));
        assertThat(bodyAt(8)).as("what waits is at hand").isNotEmpty();

        bundles().thaw(ids(), IN_AN_HOUR);
        clock.advance(Duration.ofMinutes(59));
        assertFails(Kind.FROZEN, () -> bodyAt(1));
        clock.advance(Duration.ofMinutes(1));
        assertThat(bodyAt(1)).isNotEmpty();
        clock.advance(Duration.ofDays(1));
        assertFails(Kind.FROZEN, () -> bodyAt(1));
    }

    @Test
    void the_coldest_is_not_thawed_in_minutes() {
        day(1);
        pack(FIRST_DAY.plusDays(1));
        bundles().freeze(ids(), StorageClass.DEEP_ARCHIVE);

        assertFails(Kind.FAILED,
                () -> bundles().thaw(ids(), new Thaw(Thaw.Tier.EXPEDITED, Duration.ofDays(1), null)));
        List<Bundles.Bundle> thawing = bundles().thaw(ids(), new Thaw(Thaw.Tier.BULK, Duration.ofDays(1), null));

        assertThat(thawing).extracting(Bundles.Bundle::readyAt)
                .containsExactly(clock.instant().plus(Duration.ofDays(2)));
    }

    @Test
    void a_bundle_that_is_not_there_is_not_frozen_or_thawed_or_verified() {
        assertFails(Kind.MISSING, () -> bundles().verify("2026-01-01-000001"));
        assertFails(Kind.MISSING, () -> bundles().thaw(List.of("2026-01-01-000001"), IN_AN_HOUR));
        assertFails(Kind.MISSING, () -> {
            bundles().freeze(List.of("2026-01-01-000001"), StorageClass.GLACIER);
            return true;
        });
    }

    @Test
    void a_damaged_bundle_is_named_with_what_it_held() {
        day(1);
        day(2);
        pack(FIRST_DAY.plusDays(2));
        List<String> ids = ids();
        assertThat(ids).hasSize(2);
        closeAll();
        installation.damageBundle(ids.getFirst());
        stores = installation.open(clock);

        assertThat(bundles().verify(ids.getLast())).isEmpty();
        List<Bundles.Fault> faults = bundles().verify(ids.getFirst());

        assertThat(faults).singleElement().satisfies(fault -> {
            assertThat(fault.bundle()).isEqualTo(ids.getFirst());
            assertThat(fault.held()).hasSize(7).first()
                    .isEqualTo(new Bundles.Held(1, key(PAYMENT.formatted("1-0")), ids.getFirst(), List.of("A0")));
        });
        assertThat(all(bundles().lost(1, Long.MAX_VALUE))).isEqualTo(faults.getFirst().held());
        assertThat(all(bundles().lost(3, 4))).extracting(Bundles.Held::position).containsExactly(3L, 4L);
        assertFails(Kind.DAMAGED, () -> bodyAt(1));
        assertThat(bodyAt(9)).isNotEmpty();
    }

    @Test
    void a_lost_bundle_is_named_with_what_it_held() {
        day(1);
        pack(FIRST_DAY.plusDays(1));
        List<String> ids = ids();
        assertThat(ids).hasSize(1);
        closeAll();
        installation.loseBundle(ids.getFirst());
        stores = installation.open(clock);

        assertThat(bundles().list()).hasSize(1);
        assertThat(bundles().verify(ids.getFirst())).isNotEmpty();
        assertThat(all(bundles().lost(1, Long.MAX_VALUE))).hasSize(7);
        assertFails(Kind.DAMAGED, () -> bodyAt(2));
    }
}
