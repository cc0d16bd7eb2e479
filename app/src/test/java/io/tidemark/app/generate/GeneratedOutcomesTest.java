package io.tidemark.app.generate;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.core.event.RejectionCode;
import io.tidemark.core.port.NewAttempt;
import io.tidemark.testkit.model.Arrival;
import io.tidemark.testkit.model.NaiveLedger;
import io.tidemark.testkit.model.NaiveLedger.Judgement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A stream is judged by the naive model, and every line comes to what it was meant to come to. */
class GeneratedOutcomesTest {
    private static final long EVENTS = 8_000;

    private static Arrival.Put arrival(NewAttempt attempt) {
        return new Arrival.Put(attempt.key().text(), attempt.body().toBytes(), attempt.source());
    }

    private static String meant(EventGenerator generator) {
        return switch (generator.expected()) {
            case ACCEPTED, WAITING, DUPLICATE -> generator.expected().name();
            case REJECTED -> String.valueOf(generator.expectedCode());
        };
    }

    private static String first(Judgement judgement) {
        return switch (judgement.state()) {
            case ACCEPTED, WAITING -> judgement.state().name();
            case REJECTED -> String.valueOf(judgement.code());
        };
    }

    @ParameterizedTest
    @CsvSource({"300,1", "300,2", "40,3", "1,4", "2,5", "9000,6"})
    void every_line_comes_to_what_it_was_meant_to_come_to(int accounts, long seed) {
        EventGenerator generator = new EventGenerator(new GeneratorOptions(EVENTS, accounts, seed));
        NaiveLedger ledger = new NaiveLedger();
        List<String> lines = new ArrayList<>();
        List<String> meant = new ArrayList<>();
        List<Integer> lineOfPosition = new ArrayList<>();
        List<String> found = new ArrayList<>();
        while (generator.next()) {
            NewAttempt attempt = generator.attempt();
            lines.add(attempt.key() + " " + arrival(attempt).text() + " is ");
            meant.add(lines.getLast() + meant(generator));
            long position = ledger.take(arrival(attempt));
            if (position == NaiveLedger.DUPLICATE) {
                found.add(lines.getLast() + "DUPLICATE");
            } else {
                lineOfPosition.add(found.size());
                found.add("not judged");
            }
        }
        for (Judgement judgement : ledger.judgements()) {
            if (judgement.decidedAt() == judgement.position()) {
                int line = lineOfPosition.get((int) judgement.position() - 1);
                found.set(line, lines.get(line) + first(judgement));
            }
        }
        assertThat(found).as("accounts %d, seed %d", accounts, seed).isEqualTo(meant);
    }

    @Test
    void a_small_share_of_lines_goes_wrong_in_every_way_there_is() {
        EventGenerator generator = new EventGenerator(new GeneratorOptions(200_000, 2_000, 1));
        Map<String, Integer> counts = new TreeMap<>();
        while (generator.next()) {
            counts.merge(meant(generator), 1, Integer::sum);
        }
        // A balance limit of 10^16 euros is nothing that happens in life, and operators are not generated.
        for (RejectionCode code : RejectionCode.values()) {
            if (code != RejectionCode.BALANCE_LIMIT && code != RejectionCode.REJECTED_BY_OPERATOR) {
                assertThat(counts).containsKey(code.name());
            }
        }
        assertThat(counts.get("DUPLICATE")).isBetween(800, 1_600);
        assertThat(counts.get("WAITING")).isBetween(700, 2_000);
        assertThat(counts.get("ACCEPTED")).isBetween(185_000, 196_000);
    }
}
