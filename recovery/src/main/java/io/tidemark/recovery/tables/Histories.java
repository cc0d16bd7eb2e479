package io.tidemark.recovery.tables;

import io.tidemark.core.event.Rejection;
import io.tidemark.core.event.Sha256;
import io.tidemark.core.ledger.OutcomeState;
import io.tidemark.core.port.AttemptFact;
import io.tidemark.core.port.AttemptFact.Recorded;
import io.tidemark.core.port.AttemptId;
import io.tidemark.core.port.Bucket;
import io.tidemark.core.port.Cursor;
import io.tidemark.core.port.KeyHistory;
import io.tidemark.core.port.KeyHistory.Happened;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Reads facts out of an index.
final class Histories {
    private Histories() {}

    /// The facts of all keys.
    static List<AttemptFact> facts(Cursor<KeyHistory> histories) {
        List<AttemptFact> facts = new ArrayList<>();
        try (histories) {
            for (KeyHistory history = histories.next(); history != null; history = histories.next()) {
                facts.addAll(facts(history));
            }
        }
        return facts;
    }

    private static List<AttemptFact> facts(KeyHistory history) {
        Map<String, Collected> byVersion = new LinkedHashMap<>();
        List<Happened> inOrder = history.happened().stream()
                .sorted(Comparator.comparingLong(Happened::revision).thenComparingLong(Happened::atMicros)).toList();
        for (Happened happened : inOrder) {
            byVersion.computeIfAbsent(happened.version(), _ -> new Collected()).add(happened);
        }
        List<AttemptFact> facts = new ArrayList<>();
        byVersion.forEach((version, collected) -> facts
                .add(collected.fact(new AttemptId(history.record().key(), version), facts.size())));
        return facts;
    }

    /// What is told of one attempt.
    private static final class Collected {
        private final TreeMap<Long, List<Happened>> judged = new TreeMap<>();
        private final Set<Bucket> places = EnumSet.noneOf(Bucket.class);
        private long arrivalMicros;

        void add(Happened happened) {
            switch (happened.kind()) {
                case ARRIVED -> arrivalMicros = happened.atMicros();
                case ARCHIVED -> places.add(Bucket.ARCHIVE);
                case REJECTED -> {
                    places.add(Bucket.REJECTED);
                    judged.computeIfAbsent(happened.revision(), _ -> new ArrayList<>()).add(happened);
                }
                case ACCEPTED, WAITING, DUPLICATE ->
                        judged.computeIfAbsent(happened.revision(), _ -> new ArrayList<>()).add(happened);
            }
        }

        AttemptFact fact(AttemptId id, int order) {
            return new AttemptFact(id, arrivalMicros, order, places,
                    judged.values().stream().map(Collected::recorded).toList());
        }

        /// What one commit did is told once for each account that it touched.
        private static Recorded recorded(List<Happened> parts) {
            Happened first = parts.getFirst();
            Map<String, Long> sequences = new HashMap<>();
            for (Happened part : parts) {
                String account = part.account();
                Long sequence = part.sequence();
                if (account != null && sequence != null) {
                    sequences.put(account, sequence);
                }
            }
            Sha256 digest = first.digest();
            Rejection rejection = first.rejection();
            return new Recorded(first.revision(), first.atMicros(), digest == null ? Sha256.ZERO : digest,
                    state(first.kind()), rejection == null ? null : rejection.code(),
                    rejection == null ? null : rejection.reason(), first.cause(), sequences);
        }

        private static @Nullable OutcomeState state(KeyHistory.Kind kind) {
            return switch (kind) {
                case ACCEPTED -> OutcomeState.ACCEPTED;
                case REJECTED -> OutcomeState.REJECTED;
                case WAITING -> OutcomeState.WAITING;
                case DUPLICATE -> null;
                case ARRIVED, ARCHIVED -> throw new IllegalArgumentException(kind + " is no judgement");
            };
        }
    }
}
