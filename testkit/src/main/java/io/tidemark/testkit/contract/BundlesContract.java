package io.tidemark.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.port.Body;
import io.tidemark.core.port.Bundles;
import io.tidemark.core.port.Cursor;
import io.tidemark.core.port.NewAttempt;
import io.tidemark.core.port.StorageClass;
import io.tidemark.core.port.StorageException;
import io.tidemark.core.port.StorageException.Kind;
import io.tidemark.core.port.Thaw;
import io.tidemark.testkit.time.ManualClock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The contract of [Bundles]: what is packed is read as before, until it is cold or lost.
@Timeout(value = 2, unit = TimeUnit.MINUTES)
@SuppressWarnings("NullAway.Init") // what is not set by the constructor is set by JUnit before each test
public abstract class BundlesContract {
    private static final LocalDate FIRST_DAY = LocalDate.of(2026, 1, 1);
    private static final Thaw FOR_A_DAY = new Thaw(Thaw.Tier.STANDARD, Duration.ofDays(1), null);
    private static final String PAYMENT = "incoming_payment_p%s.event";

    private final ManualClock clock = ManualClock.atNewYear();
    private final List<EventKey> keys = new ArrayList<>();
    private final Map<EventKey, List<BundledInstallation.Read>> before = new LinkedHashMap<>();
    private BundledInstallation installation;
    private Bundles bundles;

    /// A new installation of the store under test, with nothing in it.
    ///
    /// @param directory an empty directory for what it keeps on disk; removed after the test
    protected abstract BundledInstallation newInstallation(Path directory);

    @BeforeEach
    void openInstallation(@TempDir Path directory) {
        installation = newInstallation(directory);
        bundles = installation.open(clock);
    }

    @AfterEach
    void closeInstallation() {
        installation.close();
    }

    /// Puts payments, one that is refused, one that is no event, and a follow-up that waits, on one day.
    private void day(int number) {
        List<NewAttempt> attempts = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            attempts.add(attempt(PAYMENT.formatted(number + "-" + i), payment("A" + i, "1.00"), "branch"));
        }
        attempts.add(attempt("cash_withdrawal_w" + number + ".event",
                "{\n\"EventTimeStamp\":1,\"SourceAccount\":\"A0\",\"Amount\":\"900.00\"}", null));
        attempts.add(new NewAttempt(EventKey.of("cash_withdrawal_b" + number + ".event"),
                Body.of(new byte[] {(byte) 0xff, 0, '\n', '"'}), null));
        attempts.add(attempt("outgoing_payment_verified_o" + number + ".event", "{\"EventTimeStamp\":1}", null));
        assertThat(installation.put(attempts)).doesNotContain(false);
        attempts.forEach(attempt -> keys.add(attempt.key()));
        clock.advance(Duration.ofDays(1));
    }

    private static String payment(String account, String amount) {
        return "{\"EventTimeStamp\":1,\"TargetAccount\":\"%s\",\"Amount\":\"%s\"}".formatted(account, amount);
    }

    private static NewAttempt attempt(String key, String body, @Nullable String source) {
        return new NewAttempt(EventKey.of(key), Body.of(body.getBytes(StandardCharsets.UTF_8)), source);
    }

    private Bundles.Packed pack(LocalDate until) {
        installation.settle();
        before.clear();
        before.putAll(read());
        return installation.pack(until);
    }

    private Map<EventKey, List<BundledInstallation.Read>> read() {
        Map<EventKey, List<BundledInstallation.Read>> all = new LinkedHashMap<>();
        keys.forEach(key -> all.put(key, installation.attempts(key)));
        return all;
    }

    private byte[] bodyOf(String key) {
        List<BundledInstallation.Read> attempts = installation.attempts(EventKey.of(key));
        assertThat(attempts).as(key).isNotEmpty();
        return attempts.getFirst().body().toBytes();
    }

    private List<String> ids() {
        return bundles.list().stream().map(Bundles.Bundle::id).toList();
    }

    private static List<Bundles.Held> all(Cursor<Bundles.Held> cursor) {
        return PortCases.all(cursor);
    }

    private static void assertFails(Kind kind, Supplier<?> work) {
        assertThatThrownBy(work::get).isInstanceOfSatisfying(StorageException.class,
                failure -> assertThat(failure.kind()).isEqualTo(kind));
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
        assertThat(packed.standing()).isZero();
        assertThat(packed.made()).isEqualTo(bundles.list()).extracting(Bundles.Bundle::day)
                .containsExactly(FIRST_DAY, FIRST_DAY.plusDays(1));
        assertThat(packed.made()).extracting(Bundles.Bundle::attempts).containsExactly(7L, 7L);
        assertThat(packed.made()).allMatch(bundle -> bundle.isAtHand(clock.instant()));
    }

    @Test
    void what_is_packed_is_read_as_it_was_put() {
        day(1);

        pack(FIRST_DAY.plusDays(1));

        assertThat(bundles.list()).hasSize(1);
        assertThat(before.values()).allMatch(attempts -> attempts.size() == 1);
        assertThat(read()).isEqualTo(before);
        assertThat(bodyOf("cash_withdrawal_b1.event")).isEqualTo(new byte[] {(byte) 0xff, 0, '\n', '"'});
        bundles = installation.open(clock);
        assertThat(read()).isEqualTo(before);
    }

    @Test
    void the_lines_say_what_became_of_each_attempt() {
        day(1);
        pack(FIRST_DAY.plusDays(1));

        StringBuilder text = new StringBuilder();
        assertThat(bundles.list()).hasSize(1);
        try (Cursor<byte[]> lines = bundles.text(ids().getFirst())) {
            for (byte[] some = lines.next(); some != null; some = lines.next()) {
                text.append(new String(some, StandardCharsets.UTF_8));
            }
        }
        assertThat(text.toString().lines()).hasSize(7)
                .anyMatch(line -> line.startsWith("{\"key\":\"" + PAYMENT.formatted("1-2") + "\",\"version\":")
                        && line.contains(
                                ",\"arrival\":\"2026-01-01T00:00:00.000000Z\",\"source\":\"branch\",\"sha256\":\"")
                        && line.contains(",\"outcome\":\"accepted\",\"decidedAt\":")
                        && line.contains(",\"accounts\":[{\"account\":\"A2\",\"sequence\":1}]")
                        && line.endsWith(",\"body\":" + payment("A2", "1.00") + "}"))
                .anyMatch(line -> line.contains("cash_withdrawal_w1")
                        && line.contains(",\"outcome\":\"rejected\",\"code\":\"INSUFFICIENT_FUNDS\",\"reason\":\"")
                        && line.contains("\"raw\":\"{\\u000a"))
                .anyMatch(line -> line.endsWith(",\"base64\":\"/wAKIg==\"}"));
        assertFails(Kind.MISSING, () -> bundles.text("2026-01-01-000099"));
    }

    @Test
    void what_was_packed_survives_a_crash() {
        day(1);
        pack(FIRST_DAY.plusDays(1));

        bundles = installation.openAfterCrash(clock);

        assertThat(bundles.list()).hasSize(1);
        assertThat(read()).isEqualTo(before);
        assertThat(bundles.verify(ids().getFirst())).isEmpty();
    }

    @Test
    void packing_again_takes_what_got_its_outcome_since() {
        day(1);
        assertThat(pack(FIRST_DAY.plusDays(1)).attempts()).isEqualTo(7);
        assertThat(pack(FIRST_DAY.plusDays(1)).attempts()).isZero();

        installation.put(List.of(attempt("outgoing_payment_unverified_o1.event",
                "{\"EventTimeStamp\":1,\"SourceAccount\":\"A0\",\"Amount\":\"1.00\"}", null)));
        Bundles.Packed packed = pack(FIRST_DAY.plusDays(1));

        assertThat(packed.attempts()).isEqualTo(1);
        assertThat(packed.left()).isZero();
        assertThat(bundles.list()).hasSize(2);
        assertThat(read()).isEqualTo(before);
    }

    @Test
    void bytes_that_are_in_a_bundle_already_are_a_duplicate_and_others_are_another_attempt() {
        day(1);
        pack(FIRST_DAY.plusDays(1));
        bundles.freeze(ids(), StorageClass.GLACIER);

        List<Boolean> put = installation.put(List.of(
                attempt(PAYMENT.formatted("1-0"), payment("A0", "1.00"), null),
                attempt(PAYMENT.formatted("1-1"), payment("A1", "2.00"), null)));

        assertThat(bundles.list()).hasSize(1);
        assertThat(put).containsExactly(false, true);
    }

    @Test
    void what_is_frozen_cannot_be_read_until_it_is_thawed_and_only_as_long_as_was_asked() {
        day(1);
        pack(FIRST_DAY.plusDays(1));
        String packed = PAYMENT.formatted("1-0");

        bundles.freeze(ids(), StorageClass.GLACIER);
        assertThat(bundles.list()).extracting(Bundles.Bundle::storageClass).containsExactly(StorageClass.GLACIER);
        assertFails(Kind.FROZEN, () -> bodyOf(packed));
        assertFails(Kind.FROZEN, () -> bundles.verify(ids().getFirst()));
        assertThat(bodyOf("outgoing_payment_verified_o1.event")).as("what waits is at hand").isNotEmpty();

        bundles.thaw(ids(), FOR_A_DAY);
        clock.advance(Duration.ofHours(5).minusMinutes(1));
        assertThat(bundles.list()).allMatch(bundle -> bundle.isThawing(clock.instant()));
        assertFails(Kind.FROZEN, () -> bodyOf(packed));
        clock.advance(Duration.ofMinutes(1));
        assertThat(bodyOf(packed)).isNotEmpty();
        assertThat(bundles.list()).allMatch(bundle -> bundle.isAtHand(clock.instant()));
        assertThat(bundles.verify(ids().getFirst())).isEmpty();
        // S3 keeps it until the midnight after what was asked for.
        clock.advance(Duration.ofDays(2));
        bundles = installation.open(clock);
        assertFails(Kind.FROZEN, () -> bodyOf(packed));
    }

    @Test
    void the_coldest_is_not_thawed_in_minutes() {
        day(1);
        pack(FIRST_DAY.plusDays(1));
        bundles.freeze(ids(), StorageClass.DEEP_ARCHIVE);

        assertFails(Kind.FAILED,
                () -> bundles.thaw(ids(), new Thaw(Thaw.Tier.EXPEDITED, Duration.ofDays(1), null)));
        List<Bundles.Bundle> thawing = bundles.thaw(ids(), new Thaw(Thaw.Tier.BULK, Duration.ofDays(1), null));

        assertThat(thawing).extracting(Bundles.Bundle::readyAt)
                .containsExactly(clock.instant().plus(Duration.ofDays(2)));
    }

    @Test
    void a_bundle_that_is_not_there_is_not_frozen_or_thawed_or_verified() {
        assertFails(Kind.MISSING, () -> bundles.verify("2026-01-01-000001"));
        assertFails(Kind.MISSING, () -> bundles.thaw(List.of("2026-01-01-000001"), FOR_A_DAY));
        assertFails(Kind.MISSING, () -> {
            bundles.freeze(List.of("2026-01-01-000001"), StorageClass.GLACIER);
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
        installation.closeStores();
        installation.damageBundle(ids.getFirst());
        bundles = installation.open(clock);

        assertThat(bundles.verify(ids.getLast())).isEmpty();
        List<Bundles.Fault> faults = bundles.verify(ids.getFirst());

        assertThat(faults).singleElement().satisfies(fault -> {
            assertThat(fault.bundle()).isEqualTo(ids.getFirst());
            assertThat(fault.held()).hasSize(7).anySatisfy(held -> {
                assertThat(held.key()).isEqualTo(EventKey.of(PAYMENT.formatted("1-0")));
                assertThat(held.bundle()).isEqualTo(ids.getFirst());
                assertThat(held.accounts()).containsExactly("A0");
            });
        });
        assertThat(all(bundles.lost())).isEqualTo(faults.getFirst().held());
        assertFails(Kind.DAMAGED, () -> bodyOf(PAYMENT.formatted("1-0")));
        assertThat(bodyOf(PAYMENT.formatted("2-0"))).isNotEmpty();
    }

    @Test
    void a_lost_bundle_is_named_with_what_it_held() {
        day(1);
        pack(FIRST_DAY.plusDays(1));
        List<String> ids = ids();
        assertThat(ids).hasSize(1);
        installation.closeStores();
        installation.loseBundle(ids.getFirst());
        bundles = installation.open(clock);

        assertThat(bundles.list()).hasSize(1);
        assertThat(bundles.verify(ids.getFirst())).isNotEmpty();
        assertThat(all(bundles.lost())).hasSize(7).anyMatch(held -> held.accounts().equals(List.of("A3")));
        assertFails(Kind.DAMAGED, () -> bodyOf(PAYMENT.formatted("1-1")));
    }
}
