package io.tidemark.testkit.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.core.event.EventKey;
import io.tidemark.core.event.RejectionCode;
import io.tidemark.core.ledger.OutcomeState;
import io.tidemark.core.port.AttemptFact.Recorded;
import io.tidemark.core.port.Body;
import io.tidemark.core.port.Bucket;
import io.tidemark.core.port.Bundles;
import io.tidemark.core.port.ListedAttempt;
import io.tidemark.core.port.NewAttempt;
import io.tidemark.core.port.StorageException;
import io.tidemark.core.port.StorageException.Kind;
import io.tidemark.core.port.TableBundles.Bundled;
import io.tidemark.testkit.time.ManualClock;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The contract of [io.tidemark.core.port.TableBundles]: what became of the attempts in bundles is known without tables and bundles.
@Timeout(value = 2, unit = TimeUnit.MINUTES)
@SuppressWarnings("NullAway.Init") // what is not set by the constructor is set by JUnit before each test
public abstract class TableBundlesContract {
    private static final EventKey PAYMENT = EventKey.of("incoming_payment_p.event");
    private static final EventKey ORDER = EventKey.of("outgoing_payment_unverified_o.event");
    private static final EventKey FOLLOW_UP = EventKey.of("outgoing_payment_verified_o.event");
    private static final EventKey REFUSED = EventKey.of("cash_withdrawal_w.event");

    private final ManualClock clock = ManualClock.atNewYear();
    private BundledTables installation;

    /// A new installation of the store under test, with nothing in it.
    ///
    /// @param directory an empty directory for what it keeps on disk; removed after the test
    protected abstract BundledTables newInstallation(Path directory);

    @BeforeEach
    void openInstallation(@TempDir Path directory) {
        installation = newInstallation(directory);
        installation.open(clock);
    }

    @AfterEach
    void closeInstallation() {
        installation.close();
    }

    /// A follow-up that comes before its original, and a withdrawal that is refused, packed.
    private Bundles.Packed packed() {
        installation.put(List.of(attempt(PAYMENT, "\"TargetAccount\":\"A\",\"Amount\":\"10.00\""),
                new NewAttempt(FOLLOW_UP, Body.of("{\"EventTimeStamp\":1}".getBytes(UTF_8)), null),
                attempt(ORDER, "\"SourceAccount\":\"A\",\"Amount\":\"4.00\""),
                attempt(REFUSED, "\"SourceAccount\":\"A\",\"Amount\":\"90.00\"")));
        installation.settle();
        Bundles.Packed packed = installation.pack(LocalDate.of(2026, 1, 2));
        assertThat(packed.attempts()).isEqualTo(4);
        return packed;
    }

    private static NewAttempt attempt(EventKey key, String members) {
        return new NewAttempt(key, Body.of(("{\"EventTimeStamp\":1," + members + "}").getBytes(UTF_8)), "branch");
    }

    private List<Bundled> told() {
        return PortCases.all(installation.tables().attempts());
    }

    private static void assertTold(List<Bundled> told) {
        assertThat(told).extracting(one -> one.attempt().id().key()).containsExactly(REFUSED, PAYMENT, ORDER,
                FOLLOW_UP);
        assertThat(told.get(0).recorded()).singleElement().satisfies(recorded -> {
            assertThat(recorded.state()).isEqualTo(OutcomeState.REJECTED);
            assertThat(recorded.code()).isEqualTo(RejectionCode.INSUFFICIENT_FUNDS);
            assertThat(recorded.sequences()).containsOnlyKeys("A");
        });
        assertThat(told.get(1).recorded().getLast().sequences()).isEqualTo(Map.of("A", 1L));
        assertThat(told.get(3).recorded()).extracting(Recorded::state).containsExactly(OutcomeState.WAITING,
                OutcomeState.ACCEPTED);
        assertThat(told.get(3).recorded().getLast().sequences()).isEqualTo(Map.of("A", 3L));
        assertThat(told).extracting(one -> one.copies().stream().map(ListedAttempt::bucket).toList()).containsExactly(
                List.of(Bucket.REJECTED), List.of(Bucket.ARCHIVE), List.of(Bucket.ARCHIVE), List.of(Bucket.ARCHIVE));
    }

    @Test
    void every_judgement_is_told_with_the_attempt_and_the_copies_of_it() {
        String bundle = packed().made().getFirst().id();

        List<Bundled> told = told();

        assertTold(told);
        assertThat(told).allMatch(one -> one.bundle().equals(bundle));
        assertThat(told.get(1).attempt().source()).isEqualTo("branch");
        assertThat(told.get(1).attempt().arrivalMicros()).isEqualTo(1_767_225_600_000_000L);
        assertThat(told.get(3).attempt().body().toBytes()).isEqualTo("{\"EventTimeStamp\":1}".getBytes(UTF_8));
    }

    @Test
    void what_became_of_attempts_is_told_also_where_the_bundle_is_lost() {
        String bundle = packed().made().getFirst().id();
        installation.closeStores();
        installation.loseBundle(bundle);
        installation.open(clock);

        List<Bundled> told = told();

        assertTold(told);
        assertThatThrownBy(() -> told.getFirst().attempt().body().toBytes()).isInstanceOfSatisfying(
                StorageException.class, failure -> assertThat(failure.kind()).isEqualTo(Kind.DAMAGED));
    }

    @Test
    void what_is_whole_is_not_mended() {
        String bundle = packed().made().getFirst().id();
        List<Bundled> before = told();

        assertThat(installation.tables().mend()).isEmpty();

        assertThat(told()).usingRecursiveComparison().isEqualTo(before);
        assertThat(installation.tables().verify(bundle)).isEmpty();
    }
}
