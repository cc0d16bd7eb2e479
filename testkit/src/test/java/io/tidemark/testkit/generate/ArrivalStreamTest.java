package io.tidemark.testkit.generate;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.core.event.RejectionCode;
import io.tidemark.core.ledger.EntryStatus;
import io.tidemark.core.ledger.OutcomeState;
import io.tidemark.testkit.model.Arrival;
import io.tidemark.testkit.model.NaiveLedger;
import io.tidemark.testkit.model.NaiveLedger.Judgement;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ArrivalStreamTest {
    @Test
    void the_same_seed_gives_the_same_stream() {
        assertThat(ArrivalStream.of(17, 200)).hasSize(200).isEqualTo(ArrivalStream.of(17, 200));
        assertThat(ArrivalStream.of(17, 200)).isNotEqualTo(ArrivalStream.of(18, 200));
    }

    @Test
    void a_shorter_stream_is_the_beginning_of_a_longer_one() {
        assertThat(ArrivalStream.of(17, 200).subList(0, 60)).isEqualTo(ArrivalStream.of(17, 60));
    }

    @Test
    void the_streams_of_the_default_seeds_meet_everything_that_can_happen() {
        Set<RejectionCode> codes = EnumSet.noneOf(RejectionCode.class);
        Set<EntryStatus> statuses = EnumSet.noneOf(EntryStatus.class);
        Set<String> happenings = new TreeSet<>();
        for (long seed = 1; seed <= Seeds.DEFAULT_COUNT; seed++) {
            NaiveLedger ledger = NaiveLedger.of(ArrivalStream.of(seed, Property.DEFAULT_SIZE));
            if (ledger.duplicates() > 0) {
                happenings.add("duplicate");
            }
            Map<Long, List<Judgement>> byAttempt = new HashMap<>();
            for (Judgement judgement : ledger.judgements()) {
                if (judgement.code() != null) {
                    codes.add(judgement.code());
                }
                judgement.entries().forEach(entry -> statuses.add(entry.status()));
                byAttempt.computeIfAbsent(judgement.position(), _ -> new ArrayList<>()).add(judgement);
            }
            byAttempt.values().forEach(judgements -> happenings.add(course(judgements)));
        }

        assertThat(codes).containsExactlyInAnyOrder(RejectionCode.values());
        // What is excluded is met by the streams with exclusions.
        assertThat(statuses).containsExactlyInAnyOrderElementsOf(
                EnumSet.complementOf(EnumSet.of(EntryStatus.EXCLUDED)));
        assertThat(happenings).contains("duplicate", "ACCEPTED", "REJECTED", "WAITING", "WAITING ACCEPTED",
                "WAITING REJECTED", "REJECTED ACCEPTED", "REJECTED REJECTED", "WAITING REJECTED WAITING");
    }

    /// How an attempt came out, judgement by judgement.
    private static String course(List<Judgement> judgements) {
        return String.join(" ", judgements.stream().map(Judgement::state).map(OutcomeState::name).toList());
    }

    @Test
    void arrivals_of_every_kind_are_drawn() {
        Set<Class<?>> kinds = new java.util.HashSet<>();
        for (long seed = 1; seed <= Seeds.DEFAULT_COUNT; seed++) {
            ArrivalStream.of(seed, Property.DEFAULT_SIZE).forEach(arrival -> kinds.add(arrival.getClass()));
        }

        assertThat(kinds).containsExactlyInAnyOrder(Arrival.Put.class, Arrival.Retry.class, Arrival.Reject.class,
                Arrival.UseRules.class);
    }
}
