package io.tidemark.aws.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.recovery.plan.Plan;
import io.tidemark.recovery.plan.PlanRequest;
import io.tidemark.recovery.replay.RecoveryResult;
import io.tidemark.recovery.replay.RecoveryResult.Outcome;
import io.tidemark.recovery.verify.VerifyReport;
import io.tidemark.testkit.generate.ArrivalStream;
import io.tidemark.testkit.model.Arrival;
import io.tidemark.testkit.model.NaiveLedger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Outcomes that are in bundles outlive the tables.
class BundledRecoveryTest {
    private static final PlanRequest REBUILD = new PlanRequest(null, null, true, false);

    private final RecoverableAws aws;
    private long packed;

    BundledRecoveryTest(@TempDir Path scratch) {
        aws = new RecoverableAws(scratch);
    }

    @AfterEach
    void close() {
        aws.close();
    }

    /// A stream in which follow-ups wait, are refused and released, and are put again under keys that wait.
    private List<Arrival> bundled() {
        List<Arrival> arrivals = ArrivalStream.of(52, 30).stream()
                .filter(arrival -> !(arrival instanceof Arrival.UseRules)).collect(Collectors.toList());
        // The same bytes twice.
        arrivals.add(arrivals.stream().filter(Arrival.Put.class::isInstance).findFirst().orElseThrow());
        aws.process(arrivals);
        aws.expire(arrivals);
        packed = aws.bundle().attempts();
        assertThat(packed).isGreaterThan(10);
        aws.tampering().removeVersionsOfNewEvents();
        return arrivals;
    }

    private static void assertDone(RecoveryResult result) {
        assertThat(result.differences().first()).isEmpty();
        assertThat(result.damage()).isEmpty();
        assertThat(result.outcome()).isEqualTo(Outcome.DONE);
    }

    @Test
    void with_both_tables_lost_and_no_backup_nothing_is_decided_afresh() {
        List<Arrival> arrivals = bundled();
        String before = aws.stateDigest();
        long entries = aws.entriesOfAll();
        aws.loseBoth();

        Plan plan = aws.plan(PlanRequest.DEFAULT);
        RecoveryResult result = aws.recover(PlanRequest.DEFAULT);

        assertDone(result);
        assertThat(plan.work().tiers()).containsEntry("bundles", packed);
        assertThat(result.decided()).isNotNull().satisfies(decided -> assertThat(decided.afresh()).isEmpty());
        assertThat(aws.stateDigest()).isEqualTo(before).isEqualTo(NaiveLedger.of(arrivals).stateDigest());
        assertThat(aws.entriesOfAll()).isEqualTo(entries);
        VerifyReport report = aws.verify();
        assertThat(report.differences().first()).isEmpty();
        assertThat(report.isProven()).isTrue();
    }

    @Test
    void with_the_index_kept_duplicates_whose_versions_are_gone_are_no_loss() {
        List<Arrival> arrivals = bundled();
        aws.lose(aws.installation().tables().accounts());

        assertDone(aws.recover(PlanRequest.DEFAULT));

        assertThat(aws.stateDigest()).isEqualTo(NaiveLedger.of(arrivals).stateDigest());
        assertThat(aws.verify().isProven()).isTrue();
    }

    @Test
    void what_a_retry_accepted_after_the_packing_comes_behind_the_refusal_that_the_bundle_tells_of() {
        List<Arrival> arrivals = new ArrayList<>(List.of(payment("1"), withdrawal("90.00"), withdrawal("80.00")));
        aws.process(arrivals);
        aws.expire(arrivals);
        assertThat(aws.bundle().attempts()).isEqualTo(3);
        List<Arrival> later = List.of(payment("2"), payment("3"), payment("4"), payment("5"), payment("6"),
                payment("7"),
                payment("8"), payment("9"), new Arrival.Retry("cash_withdrawal_w.event"));
        aws.process(later);
        arrivals.addAll(later);
        String before = aws.stateDigest();
        assertThat(before).isEqualTo(NaiveLedger.of(arrivals).stateDigest());
        aws.lose(aws.installation().tables().objects());

        assertDone(aws.recover(PlanRequest.DEFAULT));

        assertThat(aws.stateDigest()).isEqualTo(before);
    }

    private static Arrival payment(String id) {
        return Arrival.put("incoming_payment_" + id + ".event",
                "{\"EventTimeStamp\":1,\"TargetAccount\":\"A\",\"Amount\":\"10.00\"}");
    }

    private static Arrival withdrawal(String amount) {
        return Arrival.put("cash_withdrawal_w.event",
                "{\"EventTimeStamp\":2,\"SourceAccount\":\"A\",\"Amount\":\"" + amount + "\"}");
    }

    @Test
    void a_lost_bundle_is_named_with_its_events_and_nothing_is_put_in_force() {
        bundled();
        aws.tampering().loseBundles();

        RecoveryResult result = aws.recover(REBUILD);

        assertThat(result.outcome()).isEqualTo(Outcome.INCOMPLETE);
        assertThat(result.damage()).isNotEmpty()
                .allSatisfy(damage -> assertThat(damage.description()).contains("bundle 20", "is missing"));
        assertThat(aws.stores().control().read().generation()).isNull();
    }
}
