package io.tidemark.recovery.tables;

import io.tidemark.core.port.AttemptFact;
import io.tidemark.core.port.AttemptId;
import io.tidemark.core.port.BookContents;
import io.tidemark.core.port.Cursor;
import io.tidemark.core.port.KeyHistory;
import io.tidemark.recovery.verify.Difference;
import io.tidemark.recovery.verify.Difference.Kind;
import io.tidemark.recovery.verify.Differences;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Proves that what arrived later is in an index, and undecided there.
final class StillUndecided {
    private StillUndecided() {}

    static void prove(List<AttemptFact> later, BookContents tables, Differences differences) {
        Set<String> missing = later.stream().map(fact -> fact.attempt().toString())
                .collect(Collectors.toCollection(TreeSet::new));
        try (Cursor<KeyHistory> histories = tables.book().histories()) {
            for (KeyHistory history = histories.next(); history != null; history = histories.next()) {
                for (KeyHistory.Happened happened : history.happened()) {
                    AttemptId id = new AttemptId(history.record().key(), happened.version());
                    if (happened.kind() == KeyHistory.Kind.ARRIVED
                            && history.record().judged(id.version()) == null) {
                        missing.remove(id.toString());
                    }
                }
            }
        }
        missing.forEach(attempt -> differences.add(Difference.ofWhole(Kind.COUNTS,
                attempt + " undecided, since it arrived later", "nothing of it in the index, or an outcome")));
    }
}
