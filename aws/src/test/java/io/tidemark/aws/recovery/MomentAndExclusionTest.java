package io.tidemark.aws.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.recovery.plan.PlanRefusedException;
import io.tidemark.recovery.plan.PlanRequest;
import io.tidemark.recovery.plan.Target;
import io.tidemark.recovery.replay.RecoveryResult;
import io.tidemark.recovery.replay.RecoveryResult.Outcome;
import io.tidemark.testkit.model.Arrival;
import io.tidemark.testkit.model.NaiveLedger;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Going to a moment before or behind a decision to exclude events.
@SuppressWarnings("NullAway.Init") // what is not set by the constructor is set by JUnit before each test
class MomentAndExclusionTest {
    private static final String WRONG = "incoming_payment_wrong.event";
    private static final List<Arrival> FIRST = List.of(payment("right", "A", 1), payment("wrong", "A", 2),
            withdrawal("w1", "A", 3));
    private static final List<Arrival> LATER = List.of(payment("later", "B", 4), withdrawal("w2", "A", 5));

    @TempDir
    Path folder;
    private RecoverableAws aws;

    @BeforeEach
    void begin() {
        aws = new RecoverableAws(folder);
        aws.process(FIRST);
    }

    @AfterEach
    void close() {
        aws.close();
    }

    private static Arrival payment(String id, String account, int time) {
        return Arrival.put("incoming_payment_" + id + ".event", "{\"EventTimeStamp\":" + time + ",\"TargetAccount\":\""
                + account + "\",\"Amount\":\"10.00\"}");
    }

    private static Arrival withdrawal(String id, String account, int time) {
        return Arrival.put("cash_withdrawal_" + id + ".event", "{\"EventTimeStamp\":" + time + ",\"SourceAccount\":\""
                + account + "\",\"Amount\":\"1.00\"}");
    }

    /// S3 tells the second.
    private Instant betweenSeconds() {
        Instant between = aws.now().truncatedTo(ChronoUnit.SECONDS).plusSeconds(2);
        aws.pass(5);
        return between;
    }

    private RecoveryResult to(Instant moment) {
        return done(aws.recover(new PlanRequest(new Target.AtTime(ChronoUnit.MICROS.between(Instant.EPOCH, moment)),
                null, false, false)));
    }

    private static RecoveryResult done(RecoveryResult result) {
        assertThat(result.outcome()).as(result.toJson()).isEqualTo(Outcome.DONE);
        return result;
    }

    private void assertState(List<Arrival> arrivals) {
        assertThat(aws.stateDigest()).isEqualTo(NaiveLedger.of(arrivals).stateDigest());
        assertThat(aws.verify().isProven()).isTrue();
    }

    @Test
    void what_was_excluded_by_the_moment_stays_out() {
        done(aws.exclude(List.of(WRONG)));
        Instant moment = betweenSeconds();
        aws.process(LATER);
        List<Arrival> then = new ArrayList<>(FIRST);
        then.add(new Arrival.Exclude(List.of(WRONG)));

        to(moment);

        assertState(then);
        aws.forward();
        aws.work();
        then.addAll(LATER);
        assertState(then);
    }

    @Test
    void what_was_excluded_later_is_back_and_is_named_and_stays_until_it_is_excluded_again() {
        Instant moment = betweenSeconds();
        aws.process(LATER);
        done(aws.exclude(List.of(WRONG)));

        RecoveryResult result = to(moment);

        assertThat(result.toJson()).contains("that was decided later is not in effect");
        assertState(FIRST);
        assertThatThrownBy(() -> aws.exclude(List.of(WRONG))).isInstanceOf(PlanRefusedException.class)
                .hasMessageContaining("resume --forward");
        aws.forward();
        aws.work();
        List<Arrival> all = new ArrayList<>(FIRST);
        all.addAll(LATER);
        assertState(all);
        done(aws.recover(new PlanRequest(null, null, true, false)));
        assertState(all);
        aws.pass(5);
        done(aws.exclude(List.of(WRONG)));
        all.add(new Arrival.Exclude(List.of(WRONG)));
        assertState(all);
    }
}
