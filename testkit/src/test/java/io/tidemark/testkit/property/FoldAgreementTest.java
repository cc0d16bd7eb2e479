package io.tidemark.testkit.property;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.core.ledger.Outcome;
import io.tidemark.core.ledger.OutcomeState;
import io.tidemark.testkit.contract.LedgerContents;
import io.tidemark.testkit.generate.BodyDraft;
import io.tidemark.testkit.generate.EdgeBodies;
import io.tidemark.testkit.generate.EdgeBody;
import io.tidemark.testkit.generate.ForEachSeed;
import io.tidemark.testkit.generate.Property;
import io.tidemark.testkit.model.Arrival;
import io.tidemark.testkit.model.ModelContents;
import io.tidemark.testkit.model.NaiveLedger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Codec, rules and fold come to what the naive model comes to: the same outcomes in the same order, the same entries, the same
/// digests.
class FoldAgreementTest {
    private static final Set<String> FOLLOW_UPS = Set.of("verify_cash_deposit", "outgoing_payment_verified",
            "outgoing_payment_rejected");

    @ForEachSeed
    void the_fold_and_the_model_agree_on_any_stream(long seed) {
        Property.holds(seed, FoldAgreementTest::agree);
    }

    @ForEachSeed
    void the_fold_and_the_model_agree_on_long_streams(long seed) {
        Property.holds(seed, 400, FoldAgreementTest::agree);
    }

    @ForEachSeed
    void what_comes_later_changes_no_earlier_outcome(long seed) {
        Property.holds(seed, arrivals -> {
            NaiveLedger whole = NaiveLedger.of(arrivals);
            for (long position = 0; position <= whole.position(); position += 7) {
                long at = position;
                NaiveLedger then = whole.at(at);
                assertThat(then.judgements()).isEqualTo(
                        whole.judgements().stream().filter(judgement -> judgement.decidedAt() <= at).toList());
                assertThat(FoldedStream.of(then.arrivals()).stateDigest()).isEqualTo(then.stateDigest());
            }
        });
    }

    @ForEachSeed
    void a_refusal_says_where_the_account_stood(long seed) {
        Property.holds(seed, arrivals -> {
            Map<String, Long> sequences = new HashMap<>();
            for (Outcome outcome : FoldedStream.of(arrivals).outcomes()) {
                outcome.entries().forEach(entry -> sequences.put(entry.account(), entry.sequence()));
                if (outcome.refusedAt() != null) {
                    assertThat(outcome.state()).isEqualTo(OutcomeState.REJECTED);
                    assertThat(outcome.refusedAt().sequence()).as("%s", outcome)
                            .isEqualTo(sequences.getOrDefault(outcome.refusedAt().account(), 0L));
                }
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"cash_deposit", "verify_cash_deposit", "cash_withdrawal", "incoming_payment",
            "outgoing_payment_unverified", "outgoing_payment_verified", "outgoing_payment_rejected",
            "inter_account_transfer"})
    void the_fold_and_the_model_agree_on_every_edge_of_a_body(String type) {
        List<EdgeBody> edges = EdgeBodies.of(type);
        List<String> differences = new ArrayList<>();
        for (EdgeBody edge : edges) {
            List<Arrival> arrivals = List.of(right("incoming_payment", "1"),
                    Arrival.put("incoming_payment_2.event", BodyDraft.ofType("incoming_payment")
                            .with("TargetAccount", "\"2\"").compact()),
                    right("cash_deposit", "e"), right("outgoing_payment_unverified", "e"),
                    new Arrival.Put(type + (FOLLOW_UPS.contains(type) ? "_e.event" : "_f.event"), edge.bytes(), null));
            String model = judgements(ModelContents.of(NaiveLedger.of(arrivals)));
            String fold = judgements(FoldedStream.of(arrivals).contents().withoutReasons());
            if (!model.equals(fold)) {
                String text = new String(edge.bytes(), StandardCharsets.UTF_8);
                differences.add(edge + " " + text.substring(0, Math.min(300, text.length())) + "\n  model: " + model
                        + "\n  fold:  " + fold + "\n");
            }
        }
        assertThat(edges).hasSizeGreaterThan(100);
        assertThat(differences).isEmpty();
    }

    private static String judgements(LedgerContents contents) {
        return contents.outcomes().getLast() + " " + contents.accounts();
    }

    private static Arrival right(String type, String requestId) {
        return Arrival.put(type + "_" + requestId + ".event", BodyDraft.ofType(type).compact());
    }

    private static void agree(List<Arrival> arrivals) {
        NaiveLedger model = NaiveLedger.of(arrivals);
        FoldedStream fold = FoldedStream.of(arrivals);
        LedgerContents expected = ModelContents.of(model);
        LedgerContents found = fold.contents().withoutReasons();

        assertThat(found.outcomes()).isEqualTo(expected.outcomes());
        assertThat(found.entries()).isEqualTo(expected.entries());
        assertThat(found.accounts()).isEqualTo(expected.accounts());
        assertThat(found.summary()).isEqualTo(expected.summary());
        assertThat(fold.stateDigest()).isEqualTo(model.stateDigest());
        assertThat(Stream.of(found, expected).map(contents -> contents.summary().counts().total()).distinct())
                .hasSize(1);
    }
}
