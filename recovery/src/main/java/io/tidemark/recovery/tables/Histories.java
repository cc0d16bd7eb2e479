package io.tidemark.recovery.tables;

import io.tidemark.core.port.AttemptFact;
import io.tidemark.core.port.AttemptId;
import io.tidemark.core.port.Bucket;
import io.tidemark.core.port.Cursor;
import io.tidemark.core.port.KeyHistory;
import io.tidemark.core.port.KeyHistory.Happened;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

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
        Set<String> versions = new LinkedHashSet<>();
        history.happened().stream()
                .sorted(Comparator.comparingLong(Happened::revision).thenComparingLong(Happened::atMicros))
                .forEach(happened -> versions.add(happened.version()));
        List<AttemptFact> facts = new ArrayList<>();
        for (String version : versions) {
            Set<Bucket> places = EnumSet.noneOf(Bucket.class);
            long arrivalMicros = 0;
            for (Happened happened : history.happened()) {
                if (happened.version().equals(version)) {
                    switch (happened.kind()) {
                        case ARRIVED -> arrivalMicros = happened.atMicros();
                        case ARCHIVED -> places.add(Bucket.ARCHIVE);
                        case REJECTED -> places.add(Bucket.REJECTED);
                        case ACCEPTED, WAITING, DUPLICATE -> {}
                    }
                }
            }
            facts.add(new AttemptFact(new AttemptId(history.record().key(), version), arrivalMicros, facts.size(),
                    places, history.recorded(version)));
        }
        return facts;
    }
}
