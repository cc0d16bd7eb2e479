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
import io.tidemark.core.port.LogBundles;
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

/// The contract of [LogBundles]: the log tells what is in bundles by position.
public abstract class LogBundlesContract extends PortCases {
    private static final LocalDate FIRST_DAY = LocalDate.of(2026, 1, 1);
    private static final Thaw IN_AN_HOUR = new Thaw(Thaw.Tier.STANDARD, Duration.ofDays(1), Duration.ofHours(1));
    private static final String PAYMENT = "incoming_payment_p%s.event";

    private final List<LogRecord> before = new ArrayList<>();

    private LogBundles bundles() {
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
    void bundles_share_stretches_of_positions() {
        day(1);
        day(2);
        day(3);

        Bundles.Packed packed = pack(FIRST_DAY.plusDays(2));

        assertThat(packed.attempts()).isEqualTo(14);
        assertThat(packed.made()).extracting(Bundles.Bundle::firstPosition).containsExactly(1L, 9L);
        assertThat(packed.made()).extracting(Bundles.Bundle::lastPosition).containsExactly(7L, 15L);
        assertThat(bundles().shares(1, 24)).extracting(LogBundles.Share::attempts).containsExactly(7L, 7L);
        assertThat(bundles().shares(3, 9)).extracting(LogBundles.Share::attempts).containsExactly(5L, 1L);
        assertThat(bundles().shares(8, 8)).isEmpty();
    }

    @Test
    void records_are_as_they_were_put() {
        day(1);

        pack(FIRST_DAY.plusDays(1));

        assertThat(bundles().list()).hasSize(1);
        assertThat(records()).isEqualTo(before);
        assertThat(bodyAt(7)).isEqualTo(new byte[] {(byte) 0xff, 0, '\n', '"'});
        reopen();
        assertThat(records()).isEqualTo(before);
        assertThat(stores.log().attempts(key(PAYMENT.formatted("1-3")))).hasSize(1);
    }

    private List<String> ids() {
        return bundles().list().stream().map(Bundles.Bundle::id).toList();
    }

    @Test
    void a_rehearsal_takes_as_long_as_was_asked() {
        day(1);
        pack(FIRST_DAY.plusDays(1));

        bundles().freeze(ids(), StorageClass.GLACIER);
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
    void what_is_lost_is_told_by_position() {
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
}
