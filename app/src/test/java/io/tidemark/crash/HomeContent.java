package io.tidemark.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.core.ledger.Account;
import io.tidemark.core.ledger.Outcome;
import io.tidemark.core.ledger.OutcomeState;
import io.tidemark.core.pipeline.ActiveLedger;
import io.tidemark.core.port.Bucket;
import io.tidemark.core.port.Buckets;
import io.tidemark.core.port.Cursor;
import io.tidemark.core.port.EventLog;
import io.tidemark.core.port.LedgerReader;
import io.tidemark.core.port.LogRecord;
import io.tidemark.core.port.NewAttempt;
import io.tidemark.core.port.OutcomeCounts;
import io.tidemark.core.port.Stores;
import io.tidemark.embedded.EmbeddedHome;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;

/// All that a home holds, read as any reader would read it.
///
/// @param attempts what is stored, in order
/// @param position the position that the ledger has reached; 0 when there is none
/// @param outcomes all judgements, in the order in which they took effect
/// @param accounts all accounts, with their chain heads
/// @param counts   the ledger's own figures
/// @param rejected the positions in the rejected bucket
record HomeContent(List<NewAttempt> attempts, long position, List<Outcome> outcomes, List<Account> accounts,
        OutcomeCounts counts, List<Long> rejected) {

    /// What the home in a directory holds, while nobody has it open for writing.
    static HomeContent of(Path directory) {
        try (EmbeddedHome home = EmbeddedHome.openForReading(directory, InstantSource.system())) {
            return of(home.stores());
        }
    }

    /// What is in stores.
    static HomeContent of(Stores stores) {
        List<NewAttempt> attempts = attempts(stores.log());
        List<Long> rejected = all(stores.buckets().positions(Bucket.REJECTED, 0));
        LedgerReader ledger = ActiveLedger.openForReading(stores);
        if (ledger == null) {
            return new HomeContent(attempts, 0, List.of(), List.of(), OutcomeCounts.NONE, rejected);
        }
        try (ledger) {
            LedgerReader.Summary summary = ledger.summary();
            return new HomeContent(attempts, summary.position(),
                    all(ledger.outcomesDecided(1, summary.position())), all(ledger.accounts()), summary.counts(),
                    rejected);
        }
    }

    /// The attempts in a log, in order; checks that arrival times never run backwards.
    static List<NewAttempt> attempts(EventLog log) {
        List<NewAttempt> attempts = new ArrayList<>();
        long arrival = Long.MIN_VALUE;
        try (Cursor<EventLog.Segment> segments = log.scan(1, log.lastPosition())) {
            for (EventLog.Segment segment = segments.next(); segment != null; segment = segments.next()) {
                for (LogRecord record : segment.records()) {
                    assertThat(record.arrivalMicros()).as("arrival times never run backwards")
                            .isGreaterThanOrEqualTo(arrival);
                    arrival = record.arrivalMicros();
                    if (record instanceof LogRecord.Attempt attempt) {
                        attempts.add(new NewAttempt(attempt.key(), attempt.body(), attempt.source()));
                    }
                }
            }
        }
        assertThat(log.attemptCount()).as("attempts, counted by the log").isEqualTo(attempts.size());
        return attempts;
    }

    private static <T> List<T> all(Cursor<T> cursor) {
        List<T> found = new ArrayList<>();
        try (cursor) {
            for (T next = cursor.next(); next != null; next = cursor.next()) {
                found.add(next);
            }
        }
        return found;
    }

    /// Checks that the stored attempts are a prefix of a stream, in order, and not shorter than that.
    void mustBePrefixOf(EventStream stream, int atLeast) {
        assertThat(attempts.size()).as("attempts on disk").isBetween(atLeast, stream.distinct().size());
        assertThat(attempts).as("attempts on disk").isEqualTo(stream.distinct().subList(0, attempts.size()));
    }

    /// Checks that everything that the ledger holds is what a run without trouble had come to at the same position, and that
    /// nothing took effect twice.
    ///
    /// @param untroubled what a run without trouble came to, in the end
    void mustAgreeWith(HomeContent untroubled) {
        assertThat(position).as("the ledger's position").isLessThanOrEqualTo(attempts.size());
        assertThat(outcomes).as("outcomes up to position %d", position).isEqualTo(
                untroubled.outcomes.stream().filter(outcome -> outcome.decidedAt() <= position).toList());
        assertThat(standing().keySet()).as("positions with a standing outcome")
                .containsExactlyElementsOf(LongStream.rangeClosed(1, position).boxed().toList());
        assertThat(counts.total()).as("attempts with an outcome, counted by the ledger").isEqualTo(position);
    }

    /// Checks that everything is done and came out as it does without trouble.
    void mustEqual(HomeContent untroubled) {
        mustAgreeWith(untroubled);
        assertThat(attempts).as("attempts").isEqualTo(untroubled.attempts);
        assertThat(position).as("the ledger's position").isEqualTo(attempts.size());
        assertThat(accounts).as("accounts").isEqualTo(untroubled.accounts);
        assertThat(counts).as("counts").isEqualTo(untroubled.counts);
        assertThat(rejected).as("the rejected bucket").isEqualTo(standing().entrySet().stream()
                .filter(entry -> entry.getValue().state() == OutcomeState.REJECTED).map(Map.Entry::getKey).toList());
    }

    private Map<Long, Outcome> standing() {
        Map<Long, Outcome> standing = new TreeMap<>();
        outcomes.forEach(outcome -> standing.put(outcome.position(), outcome));
        return standing;
    }
}
