package io.tidemark.aws.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.recovery.plan.PlanRequest;
import io.tidemark.recovery.plan.Target;
import io.tidemark.recovery.replay.RecoveryResult;
import io.tidemark.recovery.replay.RecoveryResult.Outcome;
import io.tidemark.testkit.generate.ArrivalStream;
import io.tidemark.testkit.generate.ForEachSeed;
import io.tidemark.testkit.generate.SeedCount;
import io.tidemark.testkit.model.Arrival;
import io.tidemark.testkit.model.NaiveLedger;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.io.TempDir;

/// A recovery to a moment on AWS gives the state of that moment, and going forward the state of the end: held to the naive model.
@SeedCount(2)
class RecoveryToMomentPropertyTest {
    private static final int ARRIVALS = 24;

    @TempDir
    Path scratch;

    /// One recovery after the other, each to a moment before that of the last, at and beside what arrived; then forward. What operators
    /// decided later is not repeated.
    @ForEachSeed
    void recovering_to_a_moment_gives_the_state_of_that_moment_and_going_forward_what_arrived_later(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Arrival> arrivals = ArrivalStream.of(seed, ARRIVALS).stream()
                .filter(arrival -> !(arrival instanceof Arrival.UseRules)).toList();
        try (RecoverableAws aws = new RecoverableAws(scratch)) {
            aws.process(arrivals);
            int count = arrivals.size();
            for (int i = 0; i < 2; i++) {
                count = random.nextInt(count / 2, count);
                Instant moment = aws.moments().get(count - 1).plusNanos(random.nextInt(2) * 999_000L);
                RecoveryResult result = aws.recover(new PlanRequest(
                        new Target.AtTime(ChronoUnit.MICROS.between(Instant.EPOCH, moment)), null, false, false));
                assertThat(result.differences().first()).isEmpty();
                assertThat(result.outcome()).isNotEqualTo(Outcome.INCOMPLETE);
                assertThat(aws.stateDigest()).as("as of %d of %s", count, arrivals)
                        .isEqualTo(NaiveLedger.of(arrivals.subList(0, count)).stateDigest());
            }
            aws.forwardAtPace();
            List<Arrival> all = new ArrayList<>(arrivals.subList(0, count));
            arrivals.stream().skip(count).filter(Arrival.Put.class::isInstance).forEach(all::add);
            assertThat(aws.stateDigest()).as("forward from %d of %s", count, arrivals)
                    .isEqualTo(NaiveLedger.of(all).stateDigest());
            assertThat(aws.verify().differences().first()).isEmpty();
        }
    }
}
