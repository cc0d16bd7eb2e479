package io.tidemark.bench.micro;

import io.tidemark.app.generate.EventGenerator;
import io.tidemark.app.generate.GeneratorOptions;
import io.tidemark.core.event.EventKey;
import io.tidemark.core.pipeline.AttemptIndex;
import io.tidemark.core.pipeline.Fold;
import io.tidemark.core.pipeline.Prepared;
import io.tidemark.core.pipeline.Preparer;
import io.tidemark.core.pipeline.WorkingState;
import io.tidemark.core.port.Body;
import io.tidemark.core.port.LogRecord;
import io.tidemark.core.port.NewAttempt;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A stretch of a generated stream, as the log would hand it out: positions without gaps, duplicates left out. Immutable.
final class Sample {
    /// Few enough to stay in memory with all they come to, many enough to leave the processor's caches.
    static final int EVENTS = 50_000;
    private static final int ACCOUNTS = 5_000;

    private final List<LogRecord.Attempt> attempts = new ArrayList<>();
    private final Map<EventKey, Long> firstPositions = new HashMap<>();

    /// The sample that every benchmark uses.
    Sample() {
        record Version(EventKey key, Body body) {}
        Set<Version> seen = new HashSet<>();
        Map<EventKey, Integer> versions = new HashMap<>();
        EventGenerator generator = new EventGenerator(new GeneratorOptions(EVENTS, ACCOUNTS, 1));
        while (generator.next()) {
            NewAttempt put = generator.attempt();
            if (seen.add(new Version(put.key(), put.body()))) {
                long position = attempts.size() + 1L;
                attempts.add(
                        new LogRecord.Attempt(position, position, put.key(), versions.merge(put.key(), 1, Integer::sum),
                                put.source(), put.body()));
                firstPositions.putIfAbsent(put.key(), position);
            }
        }
    }

    /// The attempts in arrival order.
    List<LogRecord.Attempt> attempts() {
        return attempts;
    }

    /// The attempts, decoded and digested.
    List<Prepared> prepared() {
        Preparer preparer = new Preparer();
        List<Prepared> all = new ArrayList<>(attempts.size());
        attempts.forEach(attempt -> all.add(preparer.prepare(attempt)));
        return all;
    }

    /// A fold before the first of them.
    Fold newFold() {
        return new Fold(WorkingState.empty(), new AttemptIndex() {
            @Override
            public long firstPositionBefore(EventKey key, long position) {
                long first = firstPositions.getOrDefault(key, 0L);
                return first < position ? first : 0;
            }

            @Override
            public @Nullable LogRecord record(long position) {
                return attempts.get((int) position - 1);
            }
        });
    }
}
